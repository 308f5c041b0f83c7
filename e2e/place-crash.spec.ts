import { expect, test, type Locator } from './test.ts'
import { cursorOf, expectAt, expectFaults, openRun, seek, sentences, type RunPage } from './run-page.ts'

const gapName = /^Crash here, after the commit of createOrder/

/** Places a crash and expects that the cursor stands on it, and that nothing before it has changed. */
async function expectCrashFrom(run: RunPage, place: () => Promise<void>): Promise<void> {
  const before = await sentences(run)
  await place()
  await expectFaults(run, 1)
  await expectAt(run, /Fault: a crash right after the commit of createOrder/)
  const cursor = await cursorOf(run)
  expect(await sentences(run, cursor - 1)).toEqual(before.slice(0, cursor - 1))
  expect(await cursorOf(run)).toBe(cursor)
}

async function expectReachedByTab(page: RunPage['page'], target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  await expect(target).toBeFocused()
}

test('by mouse, on a gap in the graph; then undo, redo, remove and reset', async ({ page }) => {
  const run = await openRun(page, 'implementation=durable&cursor=start')
  await expectFaults(run, 0)
  await expectCrashFrom(run, () => run.graph.getByRole('button', { name: gapName }).click())
  await expect(run.question).toContainText('Server A dies right after')
  await expect(run.graph).toContainText('A died')

  await run.button('Undo').click()
  await expectFaults(run, 0)
  await run.button('Redo').click()
  await expectFaults(run, 1)

  await seek(run, 3)
  await run.button('Crash after createOrder commits').click()
  await expectAt(run, /Fault: /)
  await run.button('Remove: Crash after createOrder commits').click()
  await expectFaults(run, 0)
  await run.button('Undo').click()
  await expectFaults(run, 1)
  await run.button('Reset').click()
  await expectFaults(run, 0)
  await expectAt(run, /^Event 0 /)
})

test('by keyboard alone: tab to a gap and press Enter, or take another kind from its menu', async ({
  page,
}) => {
  const run = await openRun(page, 'implementation=naive&customers=pays&cursor=start')
  const gap = run.graph.getByRole('button', { name: gapName })
  await expectCrashFrom(run, async () => {
    await expectReachedByTab(page, gap)
    await page.keyboard.press('Enter')
  })
  await expect(gap, 'focus stays where the crash was placed').toBeFocused()

  await page.keyboard.press('ArrowDown')
  const menu = page.getByRole('menu')
  await expect(menu).toBeVisible()
  await menu.getByRole('menuitem', { name: 'Crash here and stay down' }).focus()
  await page.keyboard.press('Enter')
  await expect(menu).toBeHidden()
  await expectFaults(run, 2)
  await expect(gap).toBeFocused()
})

test('by mouse it takes no focus: the space bar plays what has just been broken', async ({ page }) => {
  const run = await openRun(page, 'implementation=naive&customers=pays&cursor=start')
  for (const [count, press] of [
    [1, () => run.graph.getByRole('button', { name: gapName }).click()],
    [2, () => run.button('Lose webhook once').click()],
  ] as const) {
    await press()
    await expectFaults(run, count)
    await page.keyboard.press('Space')
    await expect(run.button('Pause')).toBeVisible()
    await page.keyboard.press('Space')
    await expectFaults(run, count)
  }
})

test('by the key C, at the operation that its button names', async ({ page }) => {
  const run = await openRun(page, 'implementation=naive&customers=pays&cursor=start')
  const commit = (await sentences(run)).findIndex((told) => told === 'A commits the order') + 1
  await seek(run, commit)
  await expect(run.button('Crash server')).toHaveAccessibleDescription(
    `hits server A right after event ${commit}: A commits the order. It dies and restarts after 30 s.`,
  )
  await expectCrashFrom(run, () => page.keyboard.press('c'))
  await page.keyboard.press('Control+z')
  await expectFaults(run, 0)
})

test('from an event in the list, for whoever cannot see the strip', async ({ page }) => {
  const run = await openRun(page, 'implementation=naive&customers=pays&cursor=start')
  await run.timeline.getByText('Events as a list').focus()
  await page.keyboard.press('Enter')
  const event = run.timeline.getByRole('listitem').filter({ hasText: 'A commits the order' })
  await expectCrashFrom(run, async () => {
    await event.getByRole('button', { name: /^Break here/ }).click()
    await page.getByRole('menuitem', { name: 'Crash the server after it' }).click()
  })
})

test('by tap between two steps', { tag: '@phone' }, async ({ page }) => {
  const run = await openRun(page, 'implementation=naive&customers=pays&cursor=start')
  await expectCrashFrom(run, () => run.graph.getByRole('button', { name: gapName }).tap())
  await run.button('Reset').tap()
  await expectFaults(run, 0)
  await run.button('Break it').tap()
  await page.getByRole('dialog').getByRole('button', { name: 'Crash server' }).tap()
  await expectFaults(run, 1)
  await expect(page.getByRole('dialog')).toBeHidden()
})
