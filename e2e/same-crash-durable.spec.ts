import { expect, test } from './test.ts'
import { eventWith, expectAt, openDetails, openRun, recordEvents, seek } from './run-page.ts'

test('one click shows the same crash, durable: another server recovers, and one mug is sold', async ({
  page,
}) => {
  // Without motion nothing plays by itself, so that the test alone moves the cursor.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const run = await openRun(page)
  await run.button('The same crash, durable').click()
  await expect(run.lane('Durable')).toHaveAttribute('aria-selected', 'true')
  await expectAt(run, /Fault: a crash right after the commit of reserveInventory/)
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
  await expect(run.receipts).toContainText('Shipped0')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expectAt(run, /[AB] commits the shipment/)
  await expect(orders).not.toContainText('not committed')
  await expect(orders).toContainText('FULFILLED')
  await expect(run.receipts).toContainText('Shipped1parcel')

  await page.keyboard.press('End')
  await expect(orders.getByRole('row')).toHaveCount(2)
  await expect(run.receipts).toContainText('1 left1 sold')
  await expect(run.verdict).toContainText('No. Reserved once.')
  await expect(run.verdict).toContainText('all 14 rules hold')
  await expect(run.lane('Durable')).toContainText('Holds')
})

test('the recovery plays by itself where motion is welcome', async ({ page }) => {
  const run = await openRun(page)
  const shown = await recordEvents(run)
  await run.button('The same crash, durable').click()
  // It starts at the crash, and moves on by itself.
  await expect.poll(shown).toContainEqual(expect.stringMatching(/Server A dies/))
  const sinceCrash = async () => {
    const events = await shown()
    return events.slice(events.findIndex((event) => event.includes('Server A dies'))).length
  }
  await expect.poll(sinceCrash).toBeGreaterThan(3)
})
