import { expect, test } from './test.ts'
import { cursorOf, expectAt, openRun } from './run-page.ts'

const reserved = 'plan=server/commit:reserveInventory%231=crash-after'

test('why it went wrong, in a few links that lead to their events', async ({ page }) => {
  const run = await openRun(page)
  const why = page.getByRole('region', { name: 'Why', exact: true })
  await expect(why.getByRole('listitem').first()).toContainText('A commits the reservation')
  await expect(why).toContainText('Server A dies, before it asks Stripe for a payment session.')
  await expect(why).toContainText('nothing ties the new request to ord_1')

  await why.getByRole('button', { name: 'Event 11', exact: true }).click()
  expect(await cursorOf(run)).toBe(11)
  await expectAt(run, /Server A dies/)
})

test('why it held: the link that says so is bold', async ({ page }) => {
  await openRun(page, `implementation=durable&${reserved}`)
  const why = page.getByRole('region', { name: 'Why', exact: true })
  await expect(why.locator('strong', { hasText: 'so it does not run reserveInventory again' })).toBeVisible()
})

test('what would have helped is found by trying it, and is one click away', async ({ page }) => {
  const run = await openRun(page, `implementation=naive&${reserved}&seed=3`)
  const why = page.getByRole('region', { name: 'Why', exact: true })
  const protections = page.getByRole('region', { name: 'Protections' })
  const durable = protections.getByRole('button', { name: 'Durable survives this as written' })
  await durable.focus()
  await page.keyboard.press('Enter')
  await expect(run.lane('Durable')).toHaveAttribute('aria-selected', 'true')
  await expect(why).toContainText('finds checkpoint 1')
  await expect(protections).toBeFocused()
})

test('one guard that would have been enough is switched on, and off again by undo', async ({ page }) => {
  const run = await openRun(page, `implementation=at-least-once&${reserved}&seed=3`)
  const why = page.getByRole('region', { name: 'Why', exact: true })
  const protections = page.getByRole('region', { name: 'Protections' })
  const one = protections.getByRole('switch', { name: 'idempotent steps' })
  await expect(one).toHaveAccessibleDescription('Switch it on, and every rule holds.')
  await one.click()
  await expect(run.verdict).toContainText('all 14 rules hold')
  await expect(page).toHaveURL(/guards=idempotentSteps/)
  await expect(why).toContainText('finds that this is already done')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(run.verdict).toContainText('rules are broken')
})

test('each guard has a switch', async ({ page }) => {
  const run = await openRun(page, `implementation=durable&${reserved}`)
  const guards = page.getByRole('region', { name: 'Protections' })
  await guards.getByText('15 protections').click()
  const checkpoint = guards.getByRole('switch', { name: 'atomic checkpoint' })
  await expect(checkpoint).toBeChecked()
  await checkpoint.press('Space')
  await expect(checkpoint).not.toBeChecked()
  await expect(run.verdict).toContainText('rules are broken')
  await expect(guards).toContainText('on by default')
})

test('the page loads nothing to find out what would have helped until it is asked', async ({ page }) => {
  await openRun(page)
  const protections = page.getByRole('region', { name: 'Protections' })
  await protections.getByRole('button', { name: 'What would have helped?' }).click()
  await expect(protections).toContainText('No single protection saves Naive here.')
  await expect(protections.getByRole('button', { name: 'Durable survives this as written' })).toBeVisible()
})

test('a link that asks first says nothing of why', async ({ page }) => {
  const run = await openRun(page, `implementation=naive&${reserved}&ask=1`)
  const why = page.getByRole('region', { name: 'Why', exact: true })
  await expect(why).toBeHidden()
  await run.button('Show the answer').click()
  await expect(why).toBeVisible()
})

test('on a phone it stands under the receipts', { tag: '@phone' }, async ({ page }) => {
  const run = await openRun(page)
  const why = page.getByRole('region', { name: 'Why', exact: true })
  await why.getByRole('button', { name: 'Event 11', exact: true }).tap()
  await expectAt(run, /Server A dies/)
})
