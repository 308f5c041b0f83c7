/** What the page says of a run that the simulator had to stop before its end. */
import { expect, test, type Page } from './test.ts'
import { expectNoViolations } from './axe.ts'
import { openComparison, openRun } from './run-page.ts'

const why = 'The simulator stopped the run after 20,000 operations and timers.'

interface EmbeddedRun {
  readonly input: { readonly implementation: string }
  readonly trace: { what: object }[]
  verdicts: readonly { readonly id: string; readonly statement: string; readonly when: string }[]
  end: object
}

/** The naive lane of the page's own experiment, as if it had been stopped: no input that is known takes as long. */
function stopped(file: string): string {
  const runs = JSON.parse(file) as EmbeddedRun[]
  const naive = runs.find(({ input }) => input.implementation === 'naive')
  const last = naive?.trace.at(-1)
  if (naive === undefined || last === undefined) throw new Error('No runs are embedded.')
  last.what = { kind: 'ended', failure: why }
  naive.end = { kind: 'cut-off', why }
  naive.verdicts = naive.verdicts.map(({ id, statement, when }) => ({
    id,
    statement,
    when,
    outcome: 'not-judged',
    why,
  }))
  return JSON.stringify(runs)
}

async function stopNaive(page: Page): Promise<void> {
  await page.route(/opening-runs-[^/]*\.json$/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: stopped(await response.text()) })
  })
}

test.use({ serviceWorkers: 'block' })

test('the verdict says that the run is not judged, and why', async ({ page }) => {
  await stopNaive(page)
  const { verdict } = await openRun(page)
  await expect(verdict).toContainText('Not judged.')
  await expect(verdict).toContainText(why)
  await expect(verdict).toContainText('none of 14 rules is judged')
  await expect(verdict.getByRole('list', { name: 'Violated invariants' })).toHaveCount(0)
  await expect(verdict).not.toContainText(/all 14 rules hold|is broken|are broken/)
  await verdict.getByText('What was checked').click()
  await expect(verdict.getByText('Not judged.', { exact: true })).toHaveCount(1 + 14)
  await expectNoViolations(page)
})

test('so does its lane beside the others, and the last event', async ({ page }) => {
  await stopNaive(page)
  const run = await openComparison(page)
  await expect(run.verdict.getByRole('listitem').first()).toContainText(`Not judged. ${why}`)
  await expect(run.verdict.getByRole('listitem').last()).toContainText('Holds.')
  await expectNoViolations(page)
  const alone = await openRun(page)
  await alone.slider.press('End')
  await expect(alone.slider).toHaveAttribute('aria-valuetext', /The simulator stopped the run after 20,000/)
})

test('a cell of the atlas says it by its mark and in words, and is not counted as one that holds', async ({
  page,
}) => {
  const fault = 'server/commit:createOrder#1=crash-after'
  await page.route(/atlas-[^/]*\.json$/, async (route) => {
    const response = await route.fetch()
    const atlas = JSON.parse(await response.text()) as {
      readonly singles: readonly { base: Record<string, string>; verdicts: Record<string, object | null> }[]
    }
    const durable = atlas.singles.find(({ base }) => base['implementation'] === 'durable')
    if (durable === undefined || !(fault in durable.verdicts))
      throw new Error('The atlas lacks the schedule.')
    durable.verdicts[fault] = { violated: [], notJudged: why, asked: null }
    await route.fulfill({ response, body: JSON.stringify(atlas) })
  })
  await page.goto('./#view=atlas')
  const cell = page.locator('[data-column][data-tone="not-judged"]')
  await expect(cell).toHaveCount(1)
  await expect(cell).toHaveAccessibleName('not judged')
  await expect(cell.locator('svg path')).toBeVisible()
  await cell.hover()
  await expect(page.getByText(`Not judged. ${why}`)).toBeVisible()
  await expect(page.getByText('not judged: the run was stopped early')).toBeVisible()
  await expect(page.getByText(/Durable: 1 not judged/)).toBeVisible()
  await expectNoViolations(page)
})
