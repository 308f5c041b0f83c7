import { expect, test } from './test.ts'
import { holdPostgres } from './hold-postgres.ts'
import { cursorOf, expectFaults, expectPlaced, openRun, seek, type RunPage } from './run-page.ts'

test.slow()

const chip = ({ faults }: RunPage, name: string) => faults.getByRole('button', { name: `Remove: ${name}` })

/** All that a run has answered is taken away, and nothing of it is left to be read. */
async function expectNoAnswer(run: RunPage): Promise<void> {
  await expect(run.verdict).toContainText('Running your')
  await expect(run.verdict).not.toContainText('Yes')
  await expect(run.verdict.getByRole('region', { name: 'Why' })).toHaveCount(0)
  await expect(run.receipts).toContainText('?')
  await expect(run.receipts).not.toContainText('€')
  await expect(run.slider).not.toHaveAttribute('aria-valuetext', / of \d/)
}

test('a fault is in the plan before any byte of Postgres has come, and no old answer stands', async ({
  page,
}) => {
  const postgres = await holdPostgres(page)
  const run = await openRun(page)
  const lanes = page.getByRole('tab', { name: /^(Naive|State machine|Durable)/ })
  await expect(lanes.first()).not.toContainText('verdict')
  await seek(run, 5)
  await page.keyboard.press('c')

  await expectPlaced(run, 2)
  await expectNoAnswer(run)
  await expect(run.question).toContainText('Server A dies right after')
  await expect(run.graph).toContainText('will die')
  for (const lane of await lanes.all()) await expect(lane).toContainText('no verdict yet')
  await expect(run.button('Undo')).toHaveAttribute('aria-disabled', 'true')
  await expect(run.verdict).toContainText('Loading Postgres')
  await expect.poll(postgres.asked).toBeGreaterThan(1)
  await postgres.letMostGo()
  await expect(run.verdict.getByRole('progressbar')).toBeVisible()
  await expect(run.verdict).toContainText(/Postgres, \d+\.\d of \d+ MB/)
  expect(await run.slider.getAttribute('max'), 'the strip ends where the fault strikes').toBe('5')

  await postgres.letGo()
  await expect(run.verdict).not.toContainText('Running', { timeout: 45_000 })
  await expect(run.button('Undo')).not.toHaveAttribute('aria-disabled', 'true')
  await expectFaults(run, 2)
  await expect(run.slider).toHaveAttribute('aria-valuetext', /Fault: /)
})

test('several in a row while the first is awaited; Escape takes all of them back', async ({ page }) => {
  await holdPostgres(page)
  const run = await openRun(page)
  await seek(run, 5)
  const before = await run.verdict.innerText()
  await page.keyboard.press('c')
  await page.keyboard.press('w')
  await expectPlaced(run, 3)
  await expect(run.verdict).toContainText('Running your 2 faults')
  await expectNoAnswer(run)

  await page.keyboard.press('Escape')
  await expectFaults(run, 1)
  await expect(run.verdict).toContainText('Two mugs taken for one payment')
  expect(await run.verdict.innerText()).toBe(before)
  expect(await cursorOf(run)).toBe(5)
  await expect(run.button('Undo')).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Escape')
  await expectFaults(run, 1)
})

test('one that fails stays, says what to do, and can be tried again or given up', async ({ page }) => {
  const postgres = await holdPostgres(page)
  const run = await openRun(page)
  await seek(run, 5)
  await page.keyboard.press('c')
  await expect.poll(postgres.asked).toBeGreaterThan(0)
  await postgres.fail()

  await expect(run.verdict.getByRole('alert')).toContainText('Postgres could not be loaded')
  await expectPlaced(run, 2)
  await run.button('Try again').click()
  await expect.poll(postgres.asked).toBeGreaterThan(0)
  await expect(run.verdict).toContainText('Running your crash…')
  await postgres.fail()
  await run.button('Cancel').click()
  await expect(run.verdict).toContainText('Two mugs taken for one payment')
  await expect(run.verdict, 'focus goes to what has come back').toBeFocused()
  await expectFaults(run, 1)

  await page.keyboard.press('c')
  await expect.poll(postgres.asked).toBeGreaterThan(0)
  await postgres.letGo()
  await expect(run.slider).toHaveAttribute('aria-valuetext', /Fault: /, { timeout: 45_000 })
  await expectFaults(run, 2)
})

test('the same on a phone', { tag: '@phone' }, async ({ page }) => {
  await holdPostgres(page)
  const run = await openRun(page)
  await seek(run, 5)
  await run.graph.getByRole('button', { name: /^Crash here, after the commit of createOrder/ }).tap()
  await expect(chip(run, 'Crash after createOrder commits')).toBeVisible()
  await expectNoAnswer(run)
  await run.button('Cancel').tap()
  await expect(run.verdict).toContainText('Two mugs taken for one payment')
})

test('the chip is drawn within 100 ms of the click', async ({ page }) => {
  await holdPostgres(page)
  const run = await openRun(page)
  await seek(run, 5)
  const gap = run.graph.getByRole('button', { name: /^Crash here, after the commit of createOrder/ })
  // In the page itself, from the event to the frame that shows its outcome.
  const frames = await gap.evaluate(async (button: HTMLElement) => {
    const isThere = () =>
      document.querySelector('[aria-label^="Remove: Crash after createOrder commits"]') !== null
    button.click()
    let passed = 0
    while (!isThere() && passed < 60) {
      await new Promise(requestAnimationFrame)
      passed += 1
    }
    return passed
  })
  // Frames, not milliseconds: a busy machine draws late, but it draws no frame without the chip for as long as this.
  expect(frames).toBeLessThanOrEqual(6)
})
