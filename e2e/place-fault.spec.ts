import { expect, test } from './test.ts'
import { cursorOf, expectAt, expectFaults, openRun, seek, sentences, openDetails } from './run-page.ts'

const durable = 'implementation=durable&customers=pays&cursor=start'

test('a lost answer, from a gap’s menu by keyboard alone: the step is not run again', async ({ page }) => {
  const run = await openRun(page, durable)
  await run.graph.getByRole('button', { name: /^Crash here, after the commit of reserveInventory/ }).focus()
  await page.keyboard.press('ArrowDown')
  const menu = page.getByRole('menu')
  await expect(menu).toBeVisible()
  for (const group of ['Server', 'Postgres'])
    await expect(menu.getByRole('group', { name: group })).toBeVisible()
  const entry = menu.getByRole('menuitem', { name: 'Postgres commits, the answer is lost' })
  await expect(entry).toContainText('seen on PostgreSQL')
  for (let presses = 0; presses < 20; presses += 1) {
    if (await entry.evaluate((element) => element === document.activeElement)) break
    await page.keyboard.press('ArrowDown')
  }
  await expect(entry).toBeFocused()
  await page.keyboard.press('Enter')

  await expectFaults(run, 1)
  await expectAt(run, /Fault: the commit of reserveInventory succeeds, and its answer is lost/)
  await expect(run.question).toHaveText(
    'Server A reserves a mug for Alice, and Postgres’s answer is lost. Is it reserved twice?',
  )
  const told = await sentences(run)
  expect(told).toContain('A gets no answer from Postgres: connection terminated unexpectedly')
  expect(told).toContain('A looks for the checkpoint of reserveInventory and finds it')
  await page.keyboard.press('End')
  await expect(run.graph).toContainText('answer lost')
  await expect(run.verdict).toContainText('No. Reserved once.')
})

test('a freeze by the key Z: before the next operation of the server at work', async ({ page }) => {
  const run = await openRun(page, durable)
  const at = (await sentences(run)).indexOf('B writes checkpoint 5, not yet committed') + 1
  await seek(run, at)
  await expect(run.button('Freeze server')).toHaveAccessibleDescription(
    new RegExp(
      `^hits server B right before event ${at + 1}: .*commits the shipment.* It freezes for 60 s, then resumes\\.$`,
    ),
  )
  await page.keyboard.press('z')
  await expectFaults(run, 1)
  await expect(run.question).toHaveText(
    'Server B freezes for 60 s right before shipping Alice’s mug. Is it shipped twice?',
  )
  await expectAt(run, /Fault: /)
  await page.keyboard.press('ArrowRight')
  await expectAt(run, /Server B freezes for 60 s/)
  await expect(run.graph).toContainText('B is frozen')
  const told = await sentences(run)
  const order = [
    /A recovers the workflow/,
    /A commits the shipment/,
    /Server B wakes up and does not know that time has passed/,
    /B fails to commit the shipment/,
    /B is rejected: another server has taken over the workflow/,
  ].map((pattern) => told.findIndex((sentence) => pattern.test(sentence)))
  expect(order, told.join('\n')).toEqual(order.toSorted((one, other) => one - other))
  expect(order[0]).toBeGreaterThan(at)
  await expect(run.verdict).toContainText('No. Shipped once.')
})

test('a restart time, edited in the fault’s chip: a choice, a value of one’s own, and one that is none', async ({
  page,
}) => {
  const run = await openRun(
    page,
    'implementation=durable&plan=server/commit:reserveInventory%231=crash-after&cursor=start',
  )
  const value = run.faults.getByRole('button', { name: /Change Crash after reserveInventory commits$/ })
  await expect(value).toHaveText('down 30 s')
  await value.click()
  await page.getByRole('button', { name: '5 min' }).click()
  await expect(value).toHaveText('down 5 min')
  await expect(value).toBeFocused()
  expect(await sentences(run)).toContain('Server A dies and stays down for 5 min')

  await page.keyboard.press('Enter')
  const field = page.getByRole('textbox', { name: 'Down for' })
  await field.fill('soon')
  await field.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'cannot be read' })).toHaveText(
    '“soon” has a duration that cannot be read. Expected such as 500ms, 30s, 31min or 2h, at most 21d.',
  )
  await field.fill('90 s')
  await field.press('Enter')
  await expect(value).toHaveText('down 90 s')

  await value.click()
  await page.getByRole('group', { name: 'Target' }).getByRole('button', { name: 'server B' }).click()
  await expect(run.question).toContainText('Server B dies right after Server A reserves a mug for Alice')
  for (const words of ['down 90 s', 'down 5 min', 'down 30 s']) {
    await run.button('Undo').click()
    await expect(value).toHaveText(words)
  }
  await expectFaults(run, 1)
})

test('a time-out of Stripe’s: done, unheard of, and asked for again under the same key', async ({ page }) => {
  const run = await openRun(page, durable)
  await run.button('Stripe').click()
  await page.getByRole('menuitem', { name: /^Stripe times out/ }).click()
  await expectFaults(run, 1)
  await expectAt(run, /the call to create a session succeeds, but no answer arrives in time/)
  await expect(run.question).toContainText(
    'Server A asks Stripe for Alice’s payment page, and no answer comes',
  )
  await seek(run, (await cursorOf(run)) + 1)
  await expectAt(run, /A asks Stripe for a payment session: cs_1, and gets no answer/)
  await expect(run.graph).toContainText('A gets no answer')
  await openDetails({ page }, 'Messages')
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText('done, no answer in time')
})

test('any kind, from the menu behind More, which says what each would hit or why it cannot', async ({
  page,
}) => {
  const run = await openRun(page, durable)
  await run.button('More').click()
  const menu = page.getByRole('menu', { name: 'Before the first event' })
  // All kinds, and the way to what is real here.
  await expect(menu.getByRole('menuitem')).toHaveCount(28)
  await expect(menu.getByRole('menuitem', { name: 'Replay webhook' })).toContainText(
    /Hits event \d+: Stripe sends the shop a “completed” webhook/,
  )
  await menu.getByRole('menuitem', { name: 'Deploy new code' }).click()
  await expect(menu).toBeHidden()
  await expectFaults(run, 1)
  await expect(run.timeline.locator('svg')).toContainText('new code')

  await run.button('Reset').click()
  await page.goto('./#implementation=durable&customers=out-of-stock&cursor=start')
  await expect(run.question).toContainText('stock')
  await run.button('More').click()
  const without = page.getByRole('menuitem', { name: 'Replay webhook' })
  await expect(without).toContainText('this run has no webhook')
  await expect(without).toBeDisabled()
})

test('a fault that never strikes: the chip says so and why, and the question is about nothing else', async ({
  page,
}) => {
  const run = await openRun(
    page,
    'implementation=naive&customers=pays&plan=server/finish:checkout%231=crash-after',
  )
  await expect(run.question).toHaveText('Does Alice get one mug for one payment?')
  await run.faults.getByRole('button', { name: /not reached in this lane/ }).click()
  await expect(page.getByRole('dialog', { name: 'Not reached in this lane' })).toContainText(/\w+ \w+/)
})

test('on a phone: a gap inside a step, and a menu that is a sheet', { tag: '@phone' }, async ({ page }) => {
  const run = await openRun(page, durable)
  const step = run.graph.getByRole('listitem').filter({ hasText: 'reserveInventory' }).first()
  await step.getByText('4 operations inside').tap()
  const gap = step.getByRole('button', { name: /^Crash here, after takeStock of reserveInventory/ })
  expect((await gap.boundingBox())?.height).toBeGreaterThanOrEqual(44)
  await gap.focus()
  await page.keyboard.press('ArrowDown')
  const entry = page.getByRole('menuitem', { name: 'Postgres refuses it: 40P01, deadlock' })
  expect((await entry.boundingBox())?.height).toBeGreaterThanOrEqual(44)
  const sheet = await page.getByRole('menu').boundingBox()
  expect([sheet?.x, sheet?.width]).toEqual([0, 390])
  await entry.tap()
  await expectFaults(run, 1)
  await expectAt(run, /takeStock of reserveInventory fails: a deadlock/)
  await expect(run.graph).toContainText('40P01')

  await run.button('Break it').tap()
  await run.button('More').tap()
  await page.getByRole('menuitem', { name: 'Restart Postgres' }).tap()
  await expectFaults(run, 2)
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('two breaks while Postgres still starts are both in the run that comes', async ({ page }) => {
  const run = await openRun(page, 'implementation=naive&plan=server/commit:reserveInventory%231=crash-after')
  await seek(run, 5)
  await page.keyboard.press('c')
  await page.keyboard.press('w')
  await expectFaults(run, 3)
  await run.button('Undo').click()
  await expectFaults(run, 2)
  await run.button('Undo').click()
  await expectFaults(run, 1)
  await expect(run.button('Undo')).toBeDisabled()
})
