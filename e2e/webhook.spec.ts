import { expect, test } from './test.ts'
import { expectAt, expectFaults, openRun, runOn, sentences, type RunPage } from './run-page.ts'

const durable = 'implementation=durable&customers=pays&cursor=start'

async function expectFulfilledOnce(run: RunPage): Promise<void> {
  await run.page.keyboard.press('End')
  await expect(run.verdict).toContainText('all 14 rules hold')
  await expect(run.lane('Durable')).toContainText('Holds')
  await expect(run.receipts).toContainText('Charged€181 payment')
  await expect(run.receipts).toContainText('Shipped1parcel')
  await expect(run.receipts).toContainText('Fulfilled')
}

test('dropped once by the key W: Stripe sends it again', async ({ page }) => {
  const run = await openRun(page, durable)
  await page.keyboard.press('w')
  await expectFaults(run, 1)
  await expectAt(run, /Fault: the “completed” webhook is lost/)
  expect((await sentences(run)).join('\n')).toMatch(/Stripe sends the shop a “completed” webhook, try 2/)
  await expectFulfilledOnce(run)
})

test('dropped for good: after its timeout the workflow asks Stripe, and fulfils what is paid', async ({
  page,
}) => {
  const run = await openRun(page, durable)
  await expect(run.button('Lose webhook once')).toHaveAccessibleDescription(
    /^hits event \d+: Stripe sends the shop a “completed” webhook/,
  )
  await run.button('Lose webhook for good').click()
  await expectFaults(run, 1)
  const told = await sentences(run)
  const at = (pattern: RegExp) => {
    const found = told.findIndex((sentence) => pattern.test(sentence))
    expect(found, `${String(pattern)} in:\n${told.join('\n')}`).toBeGreaterThanOrEqual(0)
    return found
  }
  const wait = at(/suspends the workflow for at most 30 min/)
  const awake = at(/continues the workflow, epoch 2/)
  const expire = at(/asks Stripe to expire the session/)
  const stands = at(/asks Stripe for the status of the session: cs_1 is complete/)
  const shipped = at(/commits the shipment/)
  expect([wait, awake, expire, stands, shipped]).toEqual(
    [wait, awake, expire, stands, shipped].toSorted((one, other) => one - other),
  )
  expect(told.some((sentence) => /gets a “completed” webhook/.test(sentence))).toBe(false)
  await expectFulfilledOnce(run)
})

test('dropped for good in the naive checkout: paid, and never shipped', async ({ page }) => {
  const run = await openRun(page, 'implementation=naive&customers=pays&cursor=start')
  await run.button('Lose webhook once').click()
  await expectFaults(run, 1)
  await run.button('Reset').click()
  await expectFaults(run, 0)
  await run.button('Lose webhook for good').click()
  await expectFaults(run, 1)
  await page.keyboard.press('End')
  await expect(run.receipts).toContainText('Charged€18')
  await expect(run.receipts).toContainText('Shipped0')
  await expect(run.verdict.getByRole('list', { name: 'Violated invariants' })).toContainText('S4')
})

for (const { how, by, strikes } of [
  {
    how: 'delivered twice, by the key D',
    by: (run: RunPage) => run.page.keyboard.press('d'),
    strikes: /twice|duplicate/,
  },
  {
    how: 'delivered 31 minutes late',
    by: (run: RunPage) => run.button('Deliver webhook late').click(),
    strikes: /31 min/,
  },
  {
    how: 'forged',
    by: (run: RunPage) => run.button('Forge webhook').click(),
    strikes: /an attacker forges/,
  },
]) {
  test(`${how}: the durable checkout ships once`, async ({ page }) => {
    const run = await openRun(page, durable)
    await by(run)
    await expectFaults(run, 1)
    await expectAt(run, strikes)
    await expectFulfilledOnce(run)
  })
}

test('a webhook dropped on a phone', { tag: '@phone' }, async ({ page }) => {
  const run = await openRun(page, durable)
  await run.button('Break it').tap()
  await page.getByRole('dialog').getByRole('button', { name: 'Lose webhook once', exact: true }).tap()
  await expectFaults(runOn(page), 1)
  await expectAt(run, /the “completed” webhook is lost/)
})
