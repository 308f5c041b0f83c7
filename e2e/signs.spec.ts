import { expectNoViolations } from './axe.ts'
import { smallTexts } from './looks.ts'
import { cursorOf, openComparison, openRun, seek, type RunPage } from './run-page.ts'
import { expect, test, type Locator } from './test.ts'

const reserved = 'plan=server/commit:reserveInventory%231=crash-after'
const durable = `implementation=durable&${reserved}`
const lost = 'plan=stripe/webhook:checkout.session.completed%231=drop(tries=all)'

function signsOn({ page, timeline }: RunPage) {
  return {
    drawn: (id: string) => timeline.locator(`[data-sign="${id}"]`),
    card: timeline.getByRole('note'),
    slider: timeline.getByRole('slider', { name: 'Signs' }),
    legend: page.getByRole('dialog', { name: 'The 11 signs of the time strip' }),
  }
}

/** The middle of what is drawn, on the page. */
async function middleOf(drawn: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await drawn.boundingBox()
  if (box === null) throw new Error('It is not drawn')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

test('a sign under the pointer says its name, what happened, and what it means; Escape puts the card away', async ({
  page,
}) => {
  const run = await openRun(page, durable)
  const { drawn, card } = signsOn(run)
  const replay = await middleOf(drawn('replay').first())
  await page.mouse.move(replay.x, replay.y)
  await expect(card).toHaveAccessibleName('Reused from a checkpoint')
  await expect(card).toContainText('B finds checkpoint 0 and does not run createOrder again.')
  await expect(card).toContainText('A checkpoint is a row that says')
  const above = await card.boundingBox()
  expect((above?.y ?? 0) + (above?.height ?? 0), 'it stands above the strip').toBeLessThanOrEqual(replay.y)
  expect(Math.abs((above?.x ?? 0) + (above?.width ?? 0) / 2 - replay.x), 'at the sign').toBeLessThan(170)

  await page.keyboard.press('Escape')
  await expect(card).toHaveCount(0)
  const crash = await middleOf(drawn('crash').first())
  await page.mouse.move(crash.x, crash.y)
  await expect(card).toHaveAccessibleName('Crash')
  await page.getByRole('heading', { level: 1 }).hover()
  await expect(card).toHaveCount(0)
})

test('the strip is one tab stop: the arrows go from sign to sign, and Enter goes to its event', async ({
  page,
}) => {
  const run = await openRun(page, durable)
  const { card, slider } = signsOn(run)
  await seek(run, 2)
  await run.timeline.getByText('Events as a list').focus()
  await page.keyboard.press('Shift+Tab')
  await expect(slider).toBeFocused()
  await expect(card).toBeVisible()
  await page.keyboard.press('Home')
  await expect(slider).toHaveAttribute('aria-valuetext', /^Message, event 1: Alice sends the shop/)
  const signs = Number(await slider.getAttribute('aria-valuemax'))
  const told = new Set<string>()
  for (let at = 1; at <= signs; at += 1) {
    await expect(slider).toHaveAttribute('aria-valuenow', String(at))
    const name = await card.getAttribute('aria-label')
    expect(await slider.getAttribute('aria-valuetext')).toContain(name)
    told.add(name ?? '')
    await page.keyboard.press('ArrowRight')
  }
  for (const name of ['Step runs', 'Crash', 'Time left out', 'Takes over the workflow', 'Crash window'])
    expect([...told]).toContain(name)
  expect(await cursorOf(run), 'the arrows do not move the playhead here').toBe(2)
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  expect(await cursorOf(run)).toBe(1)
  await page.keyboard.press('Escape')
  await expect(card).toHaveCount(0)
  await expect(slider).toBeFocused()
})

test('L and a button list every sign, and nothing is drawn that the list has not', async ({ page }) => {
  for (const fields of [
    durable,
    `implementation=naive&${lost}`,
    `implementation=at-least-once&${reserved}`,
  ]) {
    const run = await openRun(page, fields)
    const { legend } = signsOn(run)
    await expect(run.timeline.locator('[data-sign]').first()).toBeVisible()
    const drawn = await run.timeline
      .locator('[data-sign]')
      .evaluateAll((all) => [...new Set(all.map((sign) => sign.getAttribute('data-sign')))])
    const unexplained = await run.timeline
      .locator('svg :is(path, circle, rect, line, text):not([data-sign] *):not([data-scaffold] *)')
      .evaluateAll((all) => all.filter((each) => each.closest('defs, [data-scaffold]') === null).length)
    expect(unexplained, 'glyphs outside of any sign').toBe(0)
    await page.keyboard.press('l')
    await expect(legend).toBeVisible()
    const listed = await legend
      .locator('[data-legend]')
      .evaluateAll((all) => all.map((entry) => entry.getAttribute('data-legend')))
    for (const sign of drawn) expect(listed).toContain(sign)
    await page.keyboard.press('Escape')
    await expect(legend).toHaveCount(0)
    await run.button('Legend').click()
    await expect(legend).toBeVisible()
    await page.keyboard.press('Escape')
  }
})

test('tries that all fail are one mark; a click shows each of them, and folds them again', async ({
  page,
}) => {
  const run = await openRun(page, `implementation=naive&${lost}`)
  const { drawn, card } = signsOn(run)
  await expect(drawn('retries')).toHaveText('8 tries in 3 days')
  await expect(drawn('no-answer')).toHaveCount(0)
  const folded = await middleOf(drawn('retries'))
  await page.mouse.move(folded.x, folded.y)
  await expect(card).toContainText('8 tries in 3 days, each one lost')
  await card.getByRole('button', { name: 'Show each try' }).click()
  await expect(drawn('no-answer')).toHaveCount(8)
  await card.getByRole('button', { name: 'Fold the tries' }).click()
  await expect(drawn('no-answer')).toHaveCount(0)
})

test('in a comparison the card stands in the columns of the receipts', async ({ page }) => {
  const run = await openComparison(page)
  await run.button('Time strip of At least once').click()
  const { drawn, card } = signsOn(run)
  const replay = await middleOf(drawn('replay').first())
  await page.mouse.move(replay.x, replay.y)
  await expect(card).toContainText('B finds checkpoint 0 and does not run createOrder again.')
  await expect(card).toContainText('Checkpoint 1 is missing: step 1 runs again.')
  const box = await card.boundingBox()
  const receipts = await run.receipts.boundingBox()
  expect(box?.x ?? 0).toBeGreaterThanOrEqual(receipts?.x ?? 0)
  expect(box?.width).toBeLessThanOrEqual(324)
  await page.mouse.move((box?.x ?? 0) + 40, (box?.y ?? 0) + 20)
  await expect(card, 'the pointer can go to it').toBeVisible()
})

test('a zombie is seen to be refused, a repeated call to have one effect', async ({ page }) => {
  const zombie = 'implementation=durable&plan=server/stripe.checkout.sessions.create%231=freeze(for=5min)'
  const run = await openRun(page, zombie)
  const { drawn, card } = signsOn(run)
  for (const { id, words } of [
    {
      id: 'fenced',
      words: 'With fencing, the database rejects writes of a server that has lost the workflow.',
    },
    { id: 'repeated-call', words: 'An idempotency key identifies a call' },
    { id: 'takeover', words: 'A lease gives one server the right to run a workflow' },
  ]) {
    const sign = await middleOf(drawn(id).first())
    await page.mouse.move(sign.x, sign.y)
    await expect(card).toContainText(words)
  }
})

test('a tap shows the card, a tap beside it puts it away', { tag: '@phone' }, async ({ page }) => {
  const run = await openRun(page, durable)
  const { drawn, card } = signsOn(run)
  // The strip of a phone scrolls: it is where the cursor is.
  await seek(run, 16)
  await run.timeline.scrollIntoViewIfNeeded()
  const crash = await middleOf(drawn('crash').first().locator('path').first())
  await page.touchscreen.tap(crash.x, crash.y)
  await expect(card).toHaveAccessibleName('Crash')
  await expect(card).toContainText('Server A dies')
  const width = page.viewportSize()?.width ?? 0
  const box = await card.boundingBox()
  expect(box?.x ?? -1).toBeGreaterThanOrEqual(0)
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width)
})

test('cards and legend pass axe, and nothing is under 11 px', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const run = await openRun(page, durable)
  const { slider, card, legend } = signsOn(run)
  await slider.focus()
  await page.keyboard.press('ArrowRight')
  await expect(card).toBeVisible()
  await expectNoViolations(page)
  await page.keyboard.press('Escape')
  await run.button('Legend').click()
  await expect(legend).toBeVisible()
  expect(await smallTexts(page, 11)).toEqual([])
  await expectNoViolations(page)
  await page.keyboard.press('Escape')
  const comparison = await openComparison(page)
  await comparison.button('Time strip of Naive').click()
  await comparison.button('Time strip of Durable').click()
  await expect(signsOn(comparison).slider).toHaveCount(2)
  expect(await smallTexts(page, 11)).toEqual([])
  await expectNoViolations(page)
})
