import { expect, test, type Locator, type Page } from './test.ts'
import { expectNoViolations } from './axe.ts'
import { boxOf } from './boxes.ts'
import { holdPostgres } from './hold-postgres.ts'
import { expectFinger, expectNoOverflow, smallTexts } from './looks.ts'
import {
  cursorOf,
  eventWith,
  expectAt,
  expectFaults,
  openComparison,
  openRun,
  runOn,
  seek,
  type RunPage,
} from './run-page.ts'

const question = 'Server A dies right after reserving a mug for Alice. Is it reserved twice?'

/** A lane's row of the verdicts. */
function verdictOf({ verdict, page }: RunPage, lane: string): Locator {
  return verdict.getByRole('listitem').filter({ has: lanesButton(page, lane) })
}

function lanesButton(page: Page, lane: string): Locator {
  return page.getByRole('button', { name: lane, exact: true })
}

/** What a lane does after the cut, word by word. */
function lineOf({ timeline }: RunPage, lane: string): Locator {
  return timeline.locator(`[data-lane="${laneNames[lane] ?? ''}"] ol > li`)
}

const laneNames: { readonly [title: string]: string } = {
  Naive: 'naive',
  'State machine': 'state-machine',
  'At least once': 'at-least-once',
  Durable: 'durable',
}

/** Opens the strip below a lane's line. */
async function unfold(run: RunPage, lane: string): Promise<Locator> {
  await run.button(`Time strip of ${lane}`).click()
  return run.timeline.getByRole('group', { name: `Time strip of ${lane}`, exact: true })
}

/** A lane's row of the receipts. */
function receiptsOf({ receipts }: RunPage, lane: string): Locator {
  return receipts.getByRole('row', { name: new RegExp(`^${lane}`) })
}

/** Moves all lanes to a moment: so many events after the crash. */
async function seekMoment({ slider }: RunPage, moment: number): Promise<void> {
  await slider.fill(String(moment))
  await expect(slider).toHaveValue(String(moment))
}

test('a bare address opens on all lanes: one question, each with its verdict and what is left', async ({
  page,
}) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const run = await openComparison(page)
  await expect(run.question).toHaveText(question)
  await expect(page.getByRole('main')).not.toContainText('Yes.')

  await expect(verdictOf(run, 'Naive')).toContainText('Two mugs taken for one payment')
  await expect(verdictOf(run, 'Naive')).toContainText('Violated: An unpaid order is back in stock')
  await expect(lineOf(run, 'Naive')).toHaveText([
    'A dies',
    'Alice clicks again',
    'second order',
    'reserved again',
    'shipped',
    'ord_1 stuck',
  ])
  await expect(lineOf(run, 'Durable')).toHaveText([
    'A dies',
    'Alice clicks again',
    'B takes over',
    'finds checkpoint 1',
    'not reserved again',
    'shipped',
  ])
  await expect(verdictOf(run, 'At least once')).toContainText('idempotent steps off')
  await expect(verdictOf(run, 'Durable')).toContainText('Holds')
  await expect(receiptsOf(run, 'Naive')).toContainText('2 orders')
  await expect(receiptsOf(run, 'Naive')).toContainText('0 left')
  await expect(receiptsOf(run, 'Durable')).toContainText('1 left')
  await expect(receiptsOf(run, 'Durable')).toContainText('Fulfilled')
  for (const name of [
    'Play',
    'Next event',
    'Previous event',
    'Crash server',
    'Lose webhook once',
    'Reset',
    'Share',
  ])
    await expect(run.button(name)).toBeInViewport({ ratio: 1 })
  await expect(run.timeline).toBeInViewport({ ratio: 1 })
  expect(
    asked.filter((url) => /\.(?:wasm|data|tar)$/.test(url)),
    'it is all on screen before Postgres is loaded',
  ).toEqual([])
})

test('one playhead moves all lanes, and each stands at its own event', async ({ page }) => {
  const run = await openComparison(page)
  await seekMoment(run, 0)
  for (const lane of ['Naive', 'Durable'])
    await expect(run.timeline).toContainText(new RegExp(`${lane}, event \\d+ of \\d+: Server A dies`))
  await expectAt(run, /^At the crash — Naive: Server A dies/)

  await run.button('Next event').click()
  await expectAt(run, /^\+1 after the crash/)
  for (const lane of ['Naive', 'Durable'])
    await expect(run.timeline).toContainText(new RegExp(`${lane}, event \\d+ of \\d+: Alice gets no answer`))

  await page.keyboard.press('Home')
  await run.button('From the start').click()
  await expectAt(run, /^Event 0 of /)
  await page.keyboard.press('ArrowRight')
  for (const lane of ['Naive', 'Durable']) await expect(run.timeline).toContainText(`${lane}, event 1 of`)
})

test('verdicts and receipts are those of the end, wherever the playhead stands', async ({ page }) => {
  const run = await openComparison(page)
  await page.keyboard.press('Home')
  await expect(run.verdict).toContainText('Verdict and receipts at the end')
  await expect(receiptsOf(run, 'Naive')).toContainText('2 orders')
  await expect(receiptsOf(run, 'Durable')).toContainText('Fulfilled')
})

test('the words that tell lanes that hold from the others are bold, and the wrong ones vermilion', async ({
  page,
}) => {
  const run = await openComparison(page)
  const bold = (lane: string) => lineOf(run, lane).getByRole('strong')
  await expect(bold('State machine')).toHaveText(['A dies', 'order found', 'not reserved again'])
  const colour = (lane: string, words: string) =>
    lineOf(run, lane)
      .filter({ hasText: words })
      .getByRole('strong')
      .evaluate((element) => getComputedStyle(element).color)
  expect(await colour('Naive', 'reserved again')).toBe(await colour('Naive', 'A dies'))
  expect(await colour('Durable', 'not reserved again')).not.toBe(await colour('Durable', 'A dies'))
})

test('a lane unfolds to its strip under the one cut, several at once, and folds again', async ({ page }) => {
  const run = await openComparison(page)
  const last = () => boxOf(run.timeline.locator('[data-lane="durable"]'))
  const folded = await last()
  const narration = await boxOf(page.getByRole('group', { name: 'Narration' }))
  expect(narration.height).toBe(96)
  expect(folded.y + folded.height, 'the lanes fill the board').toBeCloseTo(narration.y, 0)

  const first = await unfold(run, 'At least once')
  expect((await boxOf(first)).height).toBe(192)
  expect((await boxOf(run.timeline.locator('[data-lane="naive"]'))).height).toBeCloseTo(64, 0)
  const unfolded = await last()
  expect(unfolded.y + unfolded.height, 'all of them are in view with it').toBeCloseTo(narration.y, 0)
  const second = await unfold(run, 'Naive')
  await expect(first).toBeVisible()
  await expect(second, 'what is opened is in view').toBeInViewport({ ratio: 1 })
  expect((await last()).y - unfolded.y).toBeGreaterThan(0)
  expect(await boxOf(page.getByRole('group', { name: 'Narration' })), 'stays where it is').toEqual(narration)
  // Words and strips are cut at one x, to half of the line's width.
  const line = await boxOf(run.timeline.locator('[data-lane="naive"] [data-cut]'))
  for (const strip of [first, second]) {
    const cut = await boxOf(strip.locator('[data-sign="crash"] line').first())
    expect(Math.abs(cut.x + cut.width / 2 - line.x)).toBeLessThanOrEqual(1.5)
  }
  await run.button('Time strip of Naive').click()
  await expect(second).toHaveCount(0)
  await expect(first).toBeVisible()
})

test('the moment is told in a lane that fails, and in one that holds', async ({ page }) => {
  const run = await openComparison(page)
  const details = page.getByRole('region', { name: 'Details', exact: true })
  await expect(details, 'whose rows they are').toHaveText(/^Naive ?(?:Last change|Just changed)/)
  await unfold(run, 'At least once')
  await seekMoment(run, 13)
  const narration = page.getByRole('group', { name: 'Narration' })
  await expect(narration).toContainText('At least once: B runs step 1, reserveInventory.')
  await expect(narration).toContainText('Durable, at the same moment: B finds checkpoint 1')
  await expect(narration).toContainText('In a replay, the workflow runs from its first line')
  await expect(narration.getByRole('switch', { name: 'With idempotent steps:' })).not.toBeChecked()
})

test('it plays, and halts at a violation in any lane, saying which and what', async ({ page }) => {
  const run = await openComparison(page)
  await seekMoment(run, 29)
  await run.button('Play').click()
  await expect(run.button('Play')).toBeVisible()
  await expect(page.getByRole('group', { name: 'Narration' })).toContainText('Naive: Violated: ')
  const halted = await cursorOf(run)
  await run.button('Play').click()
  await expect.poll(() => cursorOf(run), 'the other lane goes on').toBeGreaterThan(halted)
})

test('a lane opens its graph at the same moment, by click and by key; V and Back lead back', async ({
  page,
}) => {
  const run = await openComparison(page)
  await seekMoment(run, 1)
  await lanesButton(page, 'Durable').click()
  await expect(run.graph).toBeVisible()
  await expect(run.lane('Durable')).toHaveAttribute('aria-selected', 'true')
  await expectAt(run, /^Event \d+ of \d+ — Alice gets no answer/)

  await page.keyboard.press('v')
  await expectAt(run, /^\+1 after the crash/)
  await page.keyboard.press('1')
  await expect(run.lane('Naive')).toHaveAttribute('aria-selected', 'true')
  await expectAt(run, /^Event \d+ of \d+ — Alice gets no answer/)
  await expect(page).not.toHaveURL(/view=/)
  await page.goBack()
  await expect(run.graph).toHaveCount(0)
  await expectAt(run, /^\+1 after the crash/)
  await page.keyboard.press('Enter')
  await expect(run.graph).toBeVisible()
  await run.button('Compare').click()
  await expect(run.graph).toHaveCount(0)
})

test('a fault that a lane has no point for is said there, and why', async ({ page }) => {
  const run = await openComparison(
    page,
    'implementation=durable&plan=server/checkpoint:createSession%231=crash-before',
  )
  const spared = run.timeline.getByRole('list', { name: 'Faults that do not occur in Naive' })
  await expect(spared).toContainText('No such gap')
  await expect(spared).toBeVisible()
  await expect(run.faults).toContainText('not in 2 of 4 lanes')
  await expect(run.timeline.getByRole('list', { name: /do not occur in Durable/ })).toHaveCount(0)
  await seekMoment(run, 0)
  await expectAt(run, /Durable: Server A dies/)
})

test('what is broken here is broken in all lanes, and can be taken back', async ({ page }) => {
  const run = await openComparison(page)
  await seekMoment(run, 0)
  await run.button('Lose webhook once').click()
  await expectFaults(run, 2)
  await expectAt(run, /the “completed” webhook is lost/)
  for (const lane of ['Naive', 'Durable']) {
    await expect(verdictOf(run, lane)).not.toContainText('Not tried yet')
    await expect(run.timeline).toContainText(new RegExp(`${lane}, event \\d+ of`))
  }
  await run.button('More').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Deliver webhook twice' }).click()
  await expectFaults(run, 3)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expectFaults(run, 1)
  await run.button('Reset').click()
  await expectFaults(run, 0)
  await expect(run.question).toHaveText('Does Alice get one mug for one payment?')
  await expect(page.getByRole('group', { name: 'Alignment' })).toHaveCount(0)
})

test('further guards of a lane open in their own place, and Escape or a click elsewhere closes them', async ({
  page,
}) => {
  const run = await openComparison(page)
  const further = page.getByRole('dialog', { name: 'More guards of Naive' })
  const more = (await unfold(run, 'Naive')).getByRole('button', { name: '3 more' })
  await more.click()
  await expect(further.getByRole('switch', { name: 'webhook dedupe' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(further).toHaveCount(0)
  await more.click()
  await expect(further).toBeVisible()
  await page.getByText('Verdict and receipts at the end').click()
  await expect(further).toHaveCount(0)
})

test('nothing moves when Share opens', async ({ page }) => {
  const run = await openComparison(page)
  const before = await run.button('Share').boundingBox()
  await run.button('Share').click()
  await expect(page.getByRole('textbox', { name: 'Link' })).toBeVisible()
  expect(await run.button('Share').boundingBox()).toEqual(before)
})

test('a link leads back to the same lanes at the same moment', async ({ page, browser }) => {
  const run = await openComparison(page)
  await seekMoment(run, 14)
  await run.button('Share').click()
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue()
  expect(link).toContain('view=compare')
  const elsewhere = await browser.newContext()
  const other = runOn(await elsewhere.newPage())
  await other.page.goto(link)
  await expect(other.slider).toHaveValue('14')
  await expect(other.question).toHaveText(question)
  await elsewhere.close()
})

test('ask=1 hides every verdict here too, until they are asked for', async ({ page }) => {
  const run = await openComparison(page, 'ask=1')
  await expect(verdictOf(run, 'Naive')).toContainText('Verdict hidden')
  await seekMoment(run, 2)
  await expect(run.timeline, 'only what has happened is told').not.toContainText('reserved again')
  await expect(receiptsOf(run, 'Naive')).toContainText('1 order')
  await page.keyboard.press('End')
  for (const told of ['Two mugs', 'iolate', 'Stuck', 'Holds', 'invariant', 'Not yet'])
    await expect(page.locator('#root'), told).not.toContainText(told)
  await run.button('Show the verdicts').click()
  await expect(verdictOf(run, 'Naive')).toContainText('Violated: ')
})

test('a freeze stands in every lane, and its length is chosen for all of them at once', async ({ page }) => {
  const run = await openComparison(page, 'plan=server/commit:reserveInventory%231=freeze')
  await expect(run.question).toContainText('Server A freezes for 60 s')
  for (const lane of Object.keys(laneNames)) await expect(lineOf(run, lane).first()).toHaveText('A freezes')
  const strip = await unfold(run, 'Durable')
  await expect(strip.getByText('frozen', { exact: true })).toBeVisible()
  const faults = page.getByRole('group', { name: 'Faults' })
  await faults.getByRole('button', { name: '60 s. Change Freeze before reserveInventory commits' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '5 min', exact: true }).click()
  await expect(run.question).toContainText('Server A freezes for 5 min')
  await expect(strip.getByText('frozen', { exact: true })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(run.question).toContainText('Server A freezes for 60 s')
})

test('a lane whose run does not come says why, while the others stay', async ({ page }) => {
  await page.route(/\.wasm(\?|$)/, (route) => route.abort())
  const run = await openComparison(page)
  await run.button('Reset').click()
  await expect(page.getByRole('alert')).toContainText('Postgres could not be loaded')
  await page.keyboard.press('Escape')
  await expect(run.question).toHaveText(question)
  await expect(verdictOf(run, 'Durable')).toContainText('Holds')
})

test('the strips can be clicked to go to a moment', async ({ page }) => {
  const run = await openComparison(page)
  await page.keyboard.press('Home')
  const box = await (await unfold(run, 'Durable')).locator('svg').first().boundingBox()
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) * 0.6, (box?.y ?? 0) + 60)
  expect(await cursorOf(run)).toBeGreaterThan(0)
  await page.keyboard.press('PageUp')
  await page.keyboard.press('PageDown')
  await expect(run.slider).toHaveAttribute('aria-valuetext', /after the crash/)
})

test('from one lane to all: its cursor is the moment', async ({ page }) => {
  const run = await openRun(page)
  await seek(run, await eventWith(run, /^Server A dies/))
  await run.button('Compare').click()
  await expectAt(run, /^At the crash — Naive: Server A dies/)
  await seekMoment(run, 3)
  await expect(page).toHaveURL(/cursor=customer\/request/)
  await page.reload()
  await expect(run.slider).toHaveValue('3')
})

for (const { what, fields } of [
  { what: 'as it opens', fields: '' },
  {
    what: 'with three faults',
    fields:
      'implementation=durable&plan=server/commit:reserveInventory%231=crash-after;stripe/webhook:checkout.session.completed%231=drop(tries=all);server/commit:createOrder%231=crash-after',
  },
]) {
  test(`at 1280 × 800 the lanes fit, and no type is under 11 px: ${what}`, async ({ page }) => {
    const run = await openComparison(page, fields)
    await expectNoOverflow(page)
    expect(await smallTexts(page, 11)).toEqual([])
    const heights = await page.evaluate(() => [document.documentElement.scrollHeight, window.innerHeight])
    expect(heights[0]).toBeLessThanOrEqual(heights[1] ?? 0)
    for (const part of [run.question, run.button('Play')]) await expect(part).toBeInViewport({ ratio: 1 })
    if (fields === '')
      for (const part of [run.verdict, run.timeline, run.receipts, verdictOf(run, 'Durable')])
        await expect(part).toBeInViewport({ ratio: 1 })
  })
}

test('axe finds nothing where lanes are compared', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const postgres = await holdPostgres(page)
  const run = await openComparison(page)
  await expectNoViolations(page)
  await seekMoment(run, 5)
  await expectNoViolations(page)
  const awaited = 'implementation=durable&plan=server/checkpoint:createSession%231=crash-before'
  await page.goto(`./#${awaited}&view=compare`)
  // On its way, and when it is here.
  await expect(run.slider).toBeVisible()
  await expectNoViolations(page)
  await expect(verdictOf(run, 'Naive')).not.toContainText('Holds')
  await postgres.letGo()
  await expect(verdictOf(run, 'Naive')).toContainText('Holds')
  await expectNoViolations(page)
  await openComparison(page, 'ask=1')
  await expectNoViolations(page)
})

test('axe finds nothing in the rows of a phone', { tag: '@phone' }, async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const run = await openComparison(page)
  await expectNoViolations(page)
  await seekMoment(run, -4)
  await expectNoViolations(page)
})

test('on a phone: a row for each lane, a tap opens its graph', { tag: '@phone' }, async ({ page }) => {
  const run = await openComparison(page)
  await expectNoOverflow(page)
  expect(await smallTexts(page, 11)).toEqual([])
  const naive = verdictOf(run, 'Naive')
  for (const told of ['Violated: ', 'Two mugs taken for one payment', '2 orders', '0 left'])
    await expect(naive).toContainText(told)
  await expect(verdictOf(run, 'Durable')).toContainText('1 left')
  for (const name of ['Play', 'Next event', 'Previous event', 'Share', 'Menu', 'Break it', 'Tables'])
    await expectFinger(page, name)
  await seekMoment(run, 1)
  // Anywhere on the row: its name is a button as large as the row.
  const reserved = verdictOf(run, 'Durable').getByText('Reserved once.')
  await reserved.scrollIntoViewIfNeeded()
  const sentence = await reserved.boundingBox()
  await page.touchscreen.tap((sentence?.x ?? 0) + 8, (sentence?.y ?? 0) + 8)
  await expect(run.graph).toBeVisible()
  await expectAt(run, /Alice gets no answer/)
  await page.getByRole('combobox', { name: /^Implementation/ }).tap()
  await page.getByRole('option', { name: 'Compare all' }).tap()
  await expect(run.graph).toHaveCount(0)
  await expectAt(run, /^\+1 after the crash/)
})
