import { expect, test } from './test.ts'
import { cursorOf, openRun, seek } from './run-page.ts'

const lost = 'implementation=naive&plan=stripe/webhook:checkout.session.completed%231=drop(tries=all)'

test('what Alice was told, and that it is not the truth', async ({ page }) => {
  const run = await openRun(page, lost)
  await run.button('What Alice saw').click()
  const seen = page.getByRole('region', { name: 'Customers', exact: true })
  await expect(seen.getByRole('button')).toHaveText([
    /Stripe.*Pay for your order/,
    /Stripe.*Payment successful.*€18/,
    /Mail.*Receipt for €18/,
    /Shop.*Thank you for your order/,
  ])
  await expect(seen.getByRole('listitem').last()).toHaveText(
    /In truth.*Alice has paid and no parcel is on its way\./,
  )

  await seen.getByRole('button', { name: /Payment successful/ }).click()
  expect(await cursorOf(run)).toBe(17)
  await expect(seen).not.toContainText('In truth')
  await expect(seen).not.toContainText('Thank you')
  await seek(run, 1)
  await expect(seen.getByRole('button')).toHaveText([/Shop.*Loading/])
})

test('the truth is not told while the answer is to be guessed', async ({ page }) => {
  const run = await openRun(page, `${lost}&ask=1&cursor=end`)
  await run.button('What Alice saw').click()
  const seen = page.getByRole('region', { name: 'Customers', exact: true })
  await expect(seen).toContainText('Thank you for your order')
  await expect(seen).not.toContainText('In truth')
  await run.button('Show the answer').click()
  await expect(seen).toContainText('In truth')
})

test('on a phone, from one card to the next', { tag: '@phone' }, async ({ page }) => {
  const run = await openRun(page, lost)
  await run.button('What Alice saw').tap()
  await expect(page.getByRole('region', { name: 'Customers', exact: true })).toContainText(
    'Alice has paid and no parcel is on its way.',
  )
})

test('how long a slow payment takes is chosen in Setup, and is part of the link', async ({ page }) => {
  const run = await openRun(page, 'implementation=durable&customers=pays')
  const setup = page.getByRole('button', { name: /^Setup/ })
  const settling = page.getByRole('combobox', { name: /^Settles after/ })
  await setup.click()
  await expect(page.getByRole('combobox', { name: /^Customer/ })).toBeVisible()
  await expect(settling, 'a card settles at once').toHaveCount(0)

  await page.getByRole('combobox', { name: /^Customer/ }).click()
  await page.getByRole('option', { name: /settles later/ }).click()
  await expect(settling).toHaveAccessibleName('Settles after: 24 h')
  await expect(run.timeline).toContainText(/\d h/)
  await expect(run.timeline).not.toContainText('days')
  await settling.click()
  await page.getByRole('option', { name: '6 days', exact: true }).click()
  await expect(settling).toHaveAccessibleName('Settles after: 6 days')
  await expect(page).toHaveURL(/payment-settles=6d/)
  // The pauses between its events have their lengths in the strip.
  await expect(run.timeline).toContainText('days')
})
