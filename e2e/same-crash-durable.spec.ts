import { expect, test } from './test.ts'
import { eventWith, expectAt, openRun, seek, openDetails } from './run-page.ts'

test('one click shows the same crash, durable: another server recovers, and one mug is sold', async ({
  page,
}) => {
  // Without motion nothing plays by itself, so that the test alone moves the cursor.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const run = await openRun(page)
  await run.button('The same crash, durable').click()
  await expect(run.lane('Durable')).toHaveAttribute('aria-selected', 'true')
  await expectAt(run, /The fault strikes: a crash right after the commit of reserveInventory/)
  await expect(run.question).toContainText('Server A dies right after reserving a mug for Alice')

  const claimed = await eventWith(run, /^B claims the workflow/)
  const replayed = await eventWith(run, /^B finds checkpoint 1 and does not run reserveInventory again/)
  const resumed = await eventWith(run, /^B runs step 2, createSession/)
  expect(claimed).toBeLessThan(replayed)
  expect(replayed).toBeLessThan(resumed)
  await seek(run, replayed)
  await expect(run.graph.getByRole('button', { name: /reserveInventory ?: .*B reused it/ })).toBeVisible()

  const commit = await eventWith(run, /^[AB] commits the shipment/)
  await openDetails(run, 'Tables')
  const orders = run.tables.getByRole('table', { name: 'orders' })
  await seek(run, commit - 2)
  await expect(orders).toContainText('not committed')
  await expect(run.receipts).toContainText('Shipped00 parcels')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expectAt(run, /[AB] commits the shipment/)
  await expect(orders).not.toContainText('not committed')
  await expect(orders).toContainText('FULFILLED')
  await expect(run.receipts).toContainText('Shipped11 parcel')

  await page.keyboard.press('End')
  await expect(orders.getByRole('row')).toHaveCount(2)
  await expect(run.receipts).toContainText('1 left0 held, 1 sold')
  await expect(run.verdict).toContainText('No. Reserved once.')
  await expect(run.verdict).toContainText('All 12 invariants hold')
  await expect(run.lane('Durable')).toContainText('Holds')
})

test('the recovery plays by itself where motion is welcome', async ({ page }) => {
  const run = await openRun(page)
  await run.button('The same crash, durable').click()
  await expect(run.button('Pause')).toBeVisible()
  await expect(run.slider).toHaveAttribute('aria-valuetext', /Server A dies/)
})
