import { expect, test } from './test.ts'
import { expectNoViolations } from './axe.ts'
import { boxOf, measure, type Findings, type Rect } from './boxes.ts'
import { expectFinger, expectNoOverflow } from './looks.ts'
import { expectFaults, openComparison, openDetails, openRun, runOn, seek, type RunPage } from './run-page.ts'

const crash = 'plan=server/commit:reserveInventory%231=crash-after'
const naive = `implementation=naive&${crash}`
const durable = `implementation=durable&${crash}`
const nothing: Findings = { overlaps: [], clipped: [], small: [] }

const sizes = [
  { size: '1280 × 800', width: 1280, height: 800, embed: '' },
  { size: '960 × 540', width: 960, height: 540, embed: '' },
  { size: '1920 × 1080', width: 1920, height: 1080, embed: '' },
  { size: '390 × 844', width: 390, height: 844, embed: '' },
  { size: '800 × 450, embedded', width: 800, height: 450, embed: '&embed=1' },
  { size: '360 × 300, embedded', width: 360, height: 300, embed: '&embed=1' },
] as const

test.beforeEach(async ({ page }) => {
  // axe reads colours, so it must not look while they move.
  await page.emulateMedia({ reducedMotion: 'reduce' })
})

for (const { size, width, height, embed } of sizes)
  test(`at ${size}: nothing overlaps, is cut off or too small`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await page.goto(`./#${durable}&cursor=start${embed}`)
    const run = runOn(page)
    await expect(run.question).toBeVisible()
    if (embed === '' || width >= 400) {
      await seek(run, 31)
      await expect(run.button('Play')).toBeInViewport({ ratio: 1 })
    } else await expect(page.getByRole('link', { name: 'Open' })).toBeInViewport({ ratio: 1 })
    await expectNoOverflow(page)
    expect(await measure(page)).toEqual(nothing)
    await expectNoViolations(page)
  })

test('a planted overlap is found, and so is a text that is cut off or too small', async ({ page }) => {
  await openRun(page, naive)
  expect(await measure(page)).toEqual(nothing)
  await page.addStyleTag({ content: '[aria-label="Help"] { transform: translateX(-60px) }' })
  expect((await measure(page)).overlaps.join('\n')).toContain('Help')
  await page.addStyleTag({
    content: 'h1 { block-size: 8px; overflow: hidden; } h1::first-line { line-height: 40px }',
  })
  await page.addStyleTag({ content: '#run { overflow: hidden } h2 { transform: scale(0.8) }' })
  expect((await measure(page)).small.join('\n')).toMatch(/10\.4 px: /)
})

test('at 1280 × 800 the graph has half of the window, and all reasons are in view', async ({ page }) => {
  const run = await openRun(page, durable)
  const graph = await boxOf(run.graph.locator('xpath=ancestor::*[@data-region]/..'))
  expect(graph.height).toBeGreaterThanOrEqual(400)
  const reasons = page.getByRole('region', { name: 'Why', exact: true }).getByRole('listitem')
  await expect(reasons).toHaveCount(6)
  for (const reason of await reasons.all()) await expect(reason).toBeInViewport({ ratio: 1 })
})

for (const [height, least] of [
  [719, 300],
  [659, 300],
  [600, 300],
] as const)
  test(`in a window of 1000 × ${height} the graph has at least ${least} px`, async ({ page }) => {
    await page.setViewportSize({ width: 1000, height })
    const run = await openRun(page, durable)
    expect(
      (await boxOf(run.graph.locator('xpath=ancestor::*[@data-region]/..'))).height,
    ).toBeGreaterThanOrEqual(least)
  })

test('an embedding of 800 × 450 gives the graph a third of its height', async ({ page }) => {
  await page.setViewportSize({ width: 800, height: 450 })
  const run = await openRun(page, `${naive}&embed=1`)
  expect((await boxOf(run.graph)).height).toBeGreaterThanOrEqual(150)
})

test('in an embedding of 800 × 450 a crash at the strip’s edge keeps its sign and its word', async ({
  page,
}) => {
  await page.setViewportSize({ width: 800, height: 450 })
  const run = await openRun(page, `${durable}&embed=1`)
  const strip = await boxOf(run.timeline.getByRole('group', { name: 'Time strip' }))
  const sign = run.timeline.locator('[data-sign="crash"]')
  for (const part of [run.timeline.getByText('A dies', { exact: true }), sign.locator('path')])
    await expect
      .poll(async () => (await boxOf(part)).x, 'whatever of the strip is scrolled away')
      .toBeGreaterThanOrEqual(strip.x)
})

test('lanes side by side in an embedding begin at one height', async ({ page }) => {
  await page.setViewportSize({ width: 800, height: 450 })
  await openComparison(page, `${naive}&embed=1`)
  const title = (lane: string) => page.getByRole('heading', { name: lane, exact: true })
  expect((await boxOf(title('State machine'))).y).toBe((await boxOf(title('Naive'))).y)
})

for (const [width, height] of [
  [960, 540],
  [390, 844],
  [320, 640],
] as const)
  test(`at ${width} × ${height} nothing overlaps in the details either`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    const run = await openRun(page, naive)
    await openDetails(run, 'Tables')
    const sheet = page.getByRole('dialog', { name: 'Details' })
    await expect(sheet.getByRole('table').first()).toBeVisible()
    const overlaps = await sheet.evaluate((dialog) => {
      const texts = [...dialog.querySelectorAll('[role="tab"], button, h2, h3, span, caption')]
        .filter(
          (element) =>
            element.checkVisibility() && element.children.length === 0 && element.textContent !== '',
        )
        .map((element) => ({ words: element.textContent ?? '', box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && box.height > 1)
      return texts.flatMap((one, at) =>
        texts
          .slice(at + 1)
          .filter(
            ({ box }) =>
              box.left < one.box.right - 2 &&
              box.right > one.box.left + 2 &&
              box.top < one.box.bottom - 2 &&
              box.bottom > one.box.top + 2,
          )
          .map(({ words }) => `${one.words} on ${words}`),
      )
    })
    expect(overlaps).toEqual([])
    const legend = sheet.getByText('not committed', { exact: true }).last()
    expect((await boxOf(legend)).height, 'on one line').toBeLessThan(24)
  })

test('nothing moves when a fault is added, a tab chosen, or a verdict comes', async ({ page }) => {
  test.slow()
  const run = await openRun(page, `${naive}&cursor=start`)
  const before = await partsOf(run)
  for (const [count, fault] of [
    [2, 'Crash server'],
    [3, 'Freeze server'],
    [4, 'Lose webhook once'],
    [5, 'Deliver webhook twice'],
  ] as const) {
    await page.keyboard.press('Home')
    await run.button(fault).click()
    expect(await partsOf(run), `while the run with ${count} faults is awaited`).toEqual(before)
    await expectFaults(run, count)
    expect(await partsOf(run), `with ${count} faults`).toEqual(before)
  }

  await openDetails(run, 'Tables')
  const open = await partsOf(run)
  for (const tab of ['Event', 'Code', 'Messages', 'SQL', 'Tables']) {
    await openDetails(run, tab)
    expect(await partsOf(run), tab).toEqual(open)
  }
  await seek(run, 12)
  expect(await partsOf(run), 'the cursor neither opens nor closes it').toEqual(open)
  await run.button('Close details').click()
  expect(await partsOf(run)).toEqual(before)
})

test('nothing moves for a question of two lines, nor for an answer that is shown', async ({ page }) => {
  const run = await openRun(page, `${naive}&ask=1`)
  const before = await partsOf(run)
  await run.button('Show the answer').click()
  await expect(run.verdict).toContainText('Two mugs')
  expect(await partsOf(run)).toEqual(before)

  const heading = await boxOf(run.question)
  await run.question.evaluate((element) => {
    const { textContent } = element
    element.append(` ${textContent ?? ''}`)
  })
  expect((await boxOf(run.question)).height).toBeGreaterThan(heading.height)
  expect(await partsOf(run)).toEqual(before)
})

test('chips never wrap: what does not fit is behind “+ more”', async ({ page }) => {
  const four =
    'implementation=durable&plan=server/commit:reserveInventory%231=crash-after;stripe/webhook:checkout.session.completed%231=drop;server/response:checkout%231=freeze;server/begin:createOrder%231=ack-lost'
  const run = await openRun(page, four)
  await expectFaults(run, 4)
  expect((await boxOf(run.faults)).height).toBeLessThanOrEqual(36)
  await run.faults.getByRole('button', { name: /^\+ \d more$/ }).click()
  await expect(page.getByRole('dialog', { name: 'More faults' })).toContainText('reserveInventory commits')
  await expect(run.faults, 'the newest is in view').toContainText('createOrder')
})

test('the drawer: T opens it to half, then to full, then closes it; its edge drags and snaps', async ({
  page,
}) => {
  const run = await openRun(page, naive)
  const details = page.getByRole('region', { name: 'Details' })
  const height = async () => Math.round((await boxOf(details)).height)
  expect(await height()).toBe(31)
  await page.keyboard.press('t')
  expect(await height()).toBe(215)
  await expect(run.slider).toBeVisible()
  await page.keyboard.press('t')
  expect(await height()).toBe(523)
  await page.keyboard.press('t')
  expect(await height()).toBe(31)
  await page.keyboard.press('t')
  const edge = await boxOf(details)
  await page.mouse.move(600, edge.y)
  await page.mouse.down()
  await page.mouse.move(600, edge.y - 200, { steps: 4 })
  await page.mouse.up()
  expect(await height()).toBe(523)
})

test('G gives the graph the whole window, and Escape takes it back', async ({ page }) => {
  const run = await openRun(page, naive)
  await page.keyboard.press('g')
  await expect(run.question).toHaveCount(0)
  expect((await boxOf(run.graph)).height).toBeGreaterThan(600)
  await expect(run.button('Play')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(run.question).toBeVisible()
})

test('F6 goes through the regions and back, and the first stop skips to the run', async ({ page }) => {
  await openRun(page, naive)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the run' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
  const within = () =>
    page.evaluate(() => {
      const here = document.activeElement
      if (here?.closest('header')) return 'top bar'
      if (here?.closest('aside')) return 'reasons'
      return here?.closest('[aria-label][role="group"], section')?.getAttribute('aria-label') ?? ''
    })
  const seen: string[] = []
  for (let press = 0; press < 8; press += 1) {
    await page.keyboard.press('F6')
    seen.push(await within())
  }
  expect(seen).toEqual([
    'top bar',
    'Faults',
    'Break it here',
    'Graph: arrow keys pan, plus and minus zoom, 0 shows all',
    'Transport',
    'Time strip',
    'Details',
    'reasons',
  ])
  await page.keyboard.press('Shift+F6')
  expect(await within()).toBe('Details')
})

test('in two panes the menu’s lines end where the columns do', async ({ page }) => {
  await page.setViewportSize({ width: 960, height: 540 })
  const run = await openRun(page, naive)
  const end = ({ x, width }: Rect) => Math.round(x + width)
  expect(end(await boxOf(run.button('Menu').locator('svg')))).toBe(
    end(await boxOf(run.button('The same crash, durable'))),
  )
})

test('in two panes: targets for fingers, and the graph in the whole window', async ({ page }) => {
  await page.setViewportSize({ width: 960, height: 540 })
  const run = await openRun(page, naive)
  for (const name of ['Play', 'Next event', 'Previous event', 'Break it', 'Tables'])
    await expectFinger(page, name)
  await expect(
    page.getByRole('region', { name: 'Why', exact: true }).getByRole('listitem').first(),
  ).toBeInViewport({
    ratio: 1,
  })
  await run.button('Graph').click()
  expect((await boxOf(run.graph)).height).toBeGreaterThan(400)
  await page.getByRole('button', { name: 'Whole page' }).click()
  await run.button('Break it').click()
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Crash server' })).toBeVisible()
})

test(
  'on a phone nothing is cut off, and fingers hit what they aim at',
  { tag: '@phone' },
  async ({ page }) => {
    const run = await openRun(page, naive)
    await expectNoOverflow(page)
    expect(await measure(page)).toEqual(nothing)
    await seek(run, 8)
    for (const name of ['Play', 'Next event', 'Previous event', 'Share', 'Menu', 'Break it', 'Tables'])
      await expectFinger(page, name)
    const gaps = run.graph.getByRole('button', { name: /^Crash here/ })
    for (const gap of await gaps.all()) {
      const { width, height } = await boxOf(gap)
      expect(Math.min(width, height), (await gap.getAttribute('aria-label')) ?? '').toBeGreaterThanOrEqual(44)
    }
    for (const sheet of ['Break it', 'Tables', 'Menu']) {
      await run.button(sheet).tap()
      await expect(page.getByRole('dialog')).toBeVisible()
      await expectNoOverflow(page)
      if (sheet === 'Break it')
        for (const name of ['Crash server', 'Lose webhook once']) await expectFinger(page, name)
      await expectFinger(page, 'Close')
      await run.button('Close').tap()
      await expect(page.getByRole('dialog')).toBeHidden()
    }
  },
)

for (const [width, height] of [
  [1000, 700],
  [820, 1180],
  [844, 390],
  [320, 640],
] as const)
  test(`at ${width} × ${height} no word is broken and nothing sticks out`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    for (const open of [openComparison, openRun]) {
      const run = await open(page)
      await expectNoOverflow(page)
      for (const name of ['Share', 'Play']) await expect(run.button(name)).toBeInViewport({ ratio: 1 })
      const brand = await page.getByRole('link', { name: /^Crashcart/ }).boundingBox()
      expect(brand?.height, 'the name on one line').toBeLessThan(32)
    }
  })

/** What must stay where it is. */
async function partsOf({ page, graph, slider, timeline }: RunPage) {
  const toolbar = page.getByRole('group', { name: 'Break it here' })
  const transport = page.getByRole('group', { name: 'Transport' })
  const strip = (await timeline.isVisible()) ? timeline : slider
  return {
    graph: await boxOf(graph),
    toolbar: await boxOf(toolbar),
    strip: await boxOf(strip),
    transport: await boxOf(transport),
  }
}
