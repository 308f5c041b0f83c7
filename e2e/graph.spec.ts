import { expectNoViolations } from './axe.ts'
import { boxOf } from './boxes.ts'
import { canvasOf, gapNames, seenNodes, viewOf } from './canvas.ts'
import { expectFaults, openRun, seek, type RunPage } from './run-page.ts'
import { expect, test, unlessSampled, type Page } from './test.ts'

/** How many places to crash each program has: an edge behind an operation, and between two operations of one. */
const programs = [
  { implementation: 'naive', gaps: 20 },
  { implementation: 'state-machine', gaps: 34 },
  { implementation: 'at-least-once', gaps: 25 },
  { implementation: 'durable', gaps: 25 },
] as const

/** The one with the most gaps, and the one that the page is about. */
const isSampled = (implementation: string): boolean => ['state-machine', 'durable'].includes(implementation)

const crash = 'plan=server/commit:reserveInventory%231=crash-after'
const toolbarPx = 76

/** The graph's own chunk has come. */
async function openGraph(page: Page, fields: string): Promise<RunPage> {
  const run = await openRun(page, fields)
  await expect(canvasOf(run.graph)).toBeVisible()
  return run
}

for (const { implementation, gaps } of programs)
  test(
    `${implementation}: fitted, all of it is in view and legible; each gap keeps its name at every zoom`,
    unlessSampled(isSampled(implementation)),
    async ({ page }) => {
      const run = await openGraph(page, `implementation=${implementation}&${crash}`)
      const names = await gapNames(run.graph)
      expect(names).toHaveLength(gaps)
      expect(new Set(names).size, 'each has a name of its own').toBe(gaps)

      await run.button('Fit').click()
      await expect(run.graph.getByRole('status', { name: 'Zoom' })).toHaveText('Overview')
      const nodes = await seenNodes(run.graph, toolbarPx)
      expect(nodes.filter(({ isInView }) => !isInView)).toEqual([])
      expect(nodes.filter(({ leastPx }) => leastPx < 11)).toEqual([])
      expect(nodes.filter(({ isClipped }) => isClipped)).toEqual([])
      expect(await gapNames(run.graph)).toEqual(names)

      await run.button('Zoom in').click()
      await expect(run.graph.getByRole('status', { name: 'Zoom' })).toHaveText('100 %')
      expect((await seenNodes(run.graph, toolbarPx)).filter(({ leastPx }) => leastPx < 11)).toEqual([])
      expect(await gapNames(run.graph)).toEqual(names)
      await run.button('Zoom in').click()
      await expect(run.graph.getByRole('status', { name: 'Zoom' })).toHaveText('125 %')
      expect(await gapNames(run.graph)).toEqual(names)
    },
  )

test('wheel, drag and arrows pan; Ctrl with the wheel, plus and minus zoom; 0 shows all', async ({
  page,
}) => {
  const run = await openGraph(page, `implementation=state-machine&${crash}&cursor=start`)
  const canvas = canvasOf(run.graph)
  const box = await canvas.boundingBox()
  if (box === null) throw new Error('no canvas')
  const [x, y] = [box.x + box.width - 40, box.y + toolbarPx + 60]
  await page.mouse.move(x, y)
  const first = await viewOf(page)

  await page.mouse.wheel(0, 120)
  await expect.poll(async () => (await viewOf(page)).y).toBeLessThan(first.y)
  expect((await viewOf(page)).zoom).toBe(1)
  await expect(run.button('Follow'), 'nothing moves by itself any more').toBeVisible()

  const wheeled = await viewOf(page)
  await page.mouse.down()
  await page.mouse.move(x, y + 3)
  await page.mouse.move(x - 4, y + 30, { steps: 4 })
  expect(
    await page.evaluate(
      ([left, top]) =>
        getComputedStyle(document.elementFromPoint(left ?? 0, top ?? 0) ?? document.body).cursor,
      [x - 4, y + 30],
    ),
  ).toBe('grabbing')
  await page.mouse.up()
  expect((await viewOf(page)).y).toBeGreaterThan(wheeled.y + 20)
  expect(await page.evaluate(() => getSelection()?.toString()), 'no text is selected').toBe('')

  await canvas.focus()
  const dragged = await viewOf(page)
  await page.keyboard.press('ArrowDown')
  await expect.poll(async () => (await viewOf(page)).y).toBeLessThan(dragged.y)
  await expect(run.slider, 'the cursor stays').toHaveValue('0')

  await page.keyboard.press('+')
  await expect.poll(async () => (await viewOf(page)).zoom).toBe(1.25)
  await page.keyboard.press('-')
  await expect.poll(async () => (await viewOf(page)).zoom).toBe(1)
  await page.mouse.move(x, y)
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -200)
  await page.keyboard.up('Control')
  await expect.poll(async () => (await viewOf(page)).zoom).toBeGreaterThan(1)
  await page.keyboard.press('0')
  await expect(run.graph.getByRole('status', { name: 'Zoom' })).toHaveText('Overview')
})

test('two fingers zoom, and one pans', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    hasTouch: true,
    viewport: { width: 1280, height: 800 },
    ...(baseURL === undefined ? {} : { baseURL }),
  })
  const page = await context.newPage()
  const run = await openGraph(page, `implementation=state-machine&${crash}&cursor=start`)
  const box = await canvasOf(run.graph).boundingBox()
  if (box === null) throw new Error('no canvas')
  const session = await context.newCDPSession(page)
  const [x, y] = [box.x + box.width - 120, box.y + toolbarPx + 80]
  const touch = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    points: readonly (readonly [number, number])[],
  ) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map(([px, py], id) => ({ x: px, y: py, id })),
    })
  const before = await viewOf(page)
  await touch('touchStart', [[x, y]])
  await touch('touchMove', [[x, y - 20]])
  await touch('touchMove', [[x, y - 60]])
  await touch('touchEnd', [])
  await expect.poll(async () => (await viewOf(page)).y).toBeLessThan(before.y - 30)
  await touch('touchStart', [
    [x - 20, y],
    [x + 20, y],
  ])
  await touch('touchMove', [
    [x - 40, y],
    [x + 40, y],
  ])
  await touch('touchMove', [
    [x - 60, y],
    [x + 60, y],
  ])
  await touch('touchEnd', [])
  await expect.poll(async () => (await viewOf(page)).zoom).toBeGreaterThan(1.2)
  await context.close()
})

test('a press on a gap places a crash; a press that moves pans instead', async ({ page }) => {
  const run = await openGraph(page, `implementation=naive&${crash}&cursor=start`)
  const gap = run.graph.getByRole('button', { name: /^Crash here, after the commit of createOrder/ })
  const box = await gap.boundingBox()
  if (box === null) throw new Error('no gap')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const before = await viewOf(page)
  await page.mouse.move(x, y)
  await expect(run.graph).toContainText('Crash here, after event')
  await page.mouse.down()
  await page.mouse.move(x + 20, y + 30, { steps: 4 })
  await page.mouse.up()
  expect((await viewOf(page)).y).not.toBe(before.y)
  await expectFaults(run, 1)
  await gap.click({ button: 'right' })
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('Escape')
  await gap.press('Shift+F10')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('Escape')
  await gap.click()
  await expectFaults(run, 2)
})

test('by keyboard: a menu that is put away leaves Enter as it was', async ({ page }) => {
  const run = await openGraph(page, `implementation=naive&${crash}&cursor=start`)
  const gap = run.graph.getByRole('button', { name: /^Crash here, after the commit of createOrder/ })
  await gap.press('Shift+F10')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(gap).toBeFocused()
  await page.keyboard.press('Enter')
  await expectFaults(run, 2)
})

for (const { implementation } of programs)
  test(
    `${implementation}: in the overview no condition lies on a crash’s sign`,
    unlessSampled(isSampled(implementation)),
    async ({ page }) => {
      const run = await openGraph(page, `implementation=${implementation}&${crash}`)
      await run.button('Fit').click()
      await expect(run.graph.getByRole('status', { name: 'Zoom' })).toHaveText('Overview')
      const covered = await run.graph.evaluate((graph) => {
        const boxes = (part: string) =>
          [...graph.querySelectorAll(part)].map((element) => element.getBoundingClientRect())
        return boxes('[class*="death"] svg').map(
          (sign) =>
            boxes('[class*="_label_"]').filter(
              ({ left, right, top, bottom }) =>
                left < sign.right - 1 &&
                right > sign.left + 1 &&
                top < sign.bottom - 1 &&
                bottom > sign.top + 1,
            ).length,
        )
      })
      expect(covered).toEqual([0])
    },
  )

test('gaps between rows lie on no other, nor on a node’s title; one by itself is 24 px high', async ({
  page,
}) => {
  for (const { implementation } of programs) {
    await page.goto('about:blank')
    const run = await openGraph(page, `implementation=${implementation}&${crash}`)
    const nodes = await run.graph.locator('.react-flow__node').evaluateAll((all) =>
      all.map((node) => {
        const rows = [...node.querySelectorAll('[data-gap]')]
          .map((gap) => gap.getBoundingClientRect())
          .filter(({ width }) => width > 100)
        const title = node.querySelector('button span[class*="title"]')?.getBoundingClientRect()
        return {
          overlaps: rows.some(({ bottom }, at) => bottom > (rows[at + 1]?.top ?? Infinity) + 0.5),
          hidesTitle: title !== undefined && (rows[0]?.top ?? Infinity) < title.top + title.height * 0.65,
          heights: rows.map(({ height }) => Math.round(height)),
        }
      }),
    )
    expect(nodes.filter(({ overlaps }) => overlaps)).toEqual([])
    expect(nodes.filter(({ hidesTitle }) => hidesTitle)).toEqual([])
    for (const { heights } of nodes) if (heights.length === 1) expect(heights).toEqual([24])
  }
})

test('in the overview the keyboard comes to every gap, and goes to reading size with it', async ({
  page,
}) => {
  const run = await openGraph(page, `implementation=durable&${crash}`)
  await run.button('Fit').click()
  const zoom = run.graph.getByRole('status', { name: 'Zoom' })
  await expect(zoom).toHaveText('Overview')
  const gap = run.graph.getByRole('button', { name: /^Crash here, after the commit of fulfillOrder/ })
  await canvasOf(run.graph).focus()
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('Tab')
  await expect(zoom, 'the first gap').toHaveText('100 %')
  for (
    let presses = 0;
    presses < 60 && !(await gap.evaluate((it) => it === document.activeElement));
    presses += 1
  )
    await page.keyboard.press('Tab')
  await expect(gap).toBeFocused()
  await expect(gap).toBeInViewport({ ratio: 1 })
  const [own, canvas] = [await gap.boundingBox(), await canvasOf(run.graph).boundingBox()]
  expect(own?.y).toBeGreaterThanOrEqual((canvas?.y ?? 0) + toolbarPx)
})

test('a double-click and a click on an edge go to reading size, and what was pointed at stays there', async ({
  page,
}) => {
  const run = await openGraph(page, `implementation=durable&${crash}`)
  const zoom = run.graph.getByRole('status', { name: 'Zoom' })
  for (const name of ['createOrder', 'createSession', 'fulfillOrder']) {
    const node = run.graph.locator('.react-flow__node', {
      has: page.getByRole('button', { name: new RegExp(`${name} ?: `) }),
    })
    await run.button('Fit').click()
    await expect(zoom).toHaveText('Overview')
    const before = await boxOf(node)
    const pointer = { x: before.x + before.width / 2, y: before.y + before.height / 2 }
    await page.mouse.dblclick(pointer.x, pointer.y)
    await expect(zoom).toHaveText('100 %')
    const after = await boxOf(node)
    expect(after.x, name).toBeLessThan(pointer.x)
    expect(after.x + after.width, name).toBeGreaterThan(pointer.x)
    expect(after.y, name).toBeLessThan(pointer.y)
    // What would lie under the minimap then moves above it.
    expect(after.y + after.height, name).toBeGreaterThan(pointer.y - 40)
  }

  await run.button('Fit').click()
  await expect(zoom).toHaveText('Overview')
  await run.graph.locator('[data-way]').first().click({ force: true })
  await expect(zoom).toHaveText('100 %')
})

test('it follows the cursor until somebody pans, and again when asked to', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const run = await openGraph(page, `implementation=durable&${crash}&cursor=start`)
  const last = run.graph.getByRole('button', { name: /fulfillOrder ?: / })
  await expect(last).not.toBeInViewport({ ratio: 1 })
  await seek(run, 65)
  await expect(last).toBeInViewport({ ratio: 1 })

  const box = await canvasOf(run.graph).boundingBox()
  await page.mouse.move((box?.x ?? 0) + 500, (box?.y ?? 0) + toolbarPx + 60)
  await page.mouse.wheel(0, -2000)
  await expect(last).not.toBeInViewport({ ratio: 1 })
  await seek(run, 64)
  await expect(last).not.toBeInViewport({ ratio: 1 })
  await run.button('Follow').click()
  await expect(run.button('Following')).toHaveAttribute('aria-pressed', 'true')
  await expect(last).toBeInViewport({ ratio: 1 })
})

for (const { implementation, width } of [
  ...programs.map((program) => ({ ...program, width: 1280 })),
  // Here the last step of the upper row comes to lie where the controls are.
  { implementation: 'naive', width: 1020 },
])
  test(
    `${implementation}, ${width} px wide: nothing lies over the node that is followed`,
    unlessSampled(isSampled(implementation) && width !== 1020),
    async ({ page }) => {
      await page.emulateMedia({ reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 800 })
      const run = await openGraph(page, `implementation=${implementation}&${crash}&cursor=start`)
      const found = await run.slider.evaluate(async (input: HTMLInputElement, topPx) => {
        const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
        const frame = () => new Promise(requestAnimationFrame)
        const canvas = document.querySelector('.react-flow')
        const covered: string[] = []
        let followed = 0
        for (let event = 1; event < Number(input.max); event += 1) {
          setValue?.call(input, String(event))
          input.dispatchEvent(new Event('input', { bubbles: true }))
          while (!input.ariaValueText?.startsWith(`Event ${event} of `)) await frame()
          // The canvas moves in the frame after the node that it follows has changed.
          await frame()
          await frame()
          const node = canvas?.querySelector('[data-current]')?.getBoundingClientRect()
          const window_ = canvas?.getBoundingClientRect()
          if (node === undefined || window_ === undefined) continue
          followed += 1
          const over = [...document.querySelectorAll('.react-flow__panel')].map((part) => ({
            name: part.className,
            box: part.getBoundingClientRect(),
          }))
          over.push({
            name: 'toolbar',
            box: new DOMRect(window_.x, window_.y - 999, window_.width, 999 + topPx),
          })
          for (const { name, box } of over)
            if (
              node.left < box.right &&
              node.right > box.left &&
              node.top < box.bottom - 0.5 &&
              node.bottom > box.top
            )
              covered.push(`event ${event}: ${name}`)
          if (node.right > window_.right || node.bottom > window_.bottom || node.left < window_.left)
            covered.push(`event ${event}: out of view`)
        }
        return { covered, followed }
      }, toolbarPx)
      expect(found.followed).toBeGreaterThan(10)
      expect(found.covered).toEqual([])
    },
  )

test('what is panned under the toolbar is out of sight, and out of the pointer’s reach', async ({ page }) => {
  const run = await openGraph(page, `implementation=naive&${crash}&cursor=start`)
  const box = await canvasOf(run.graph).boundingBox()
  if (box === null) throw new Error('no canvas')
  const isCanvas = (x: number, y: number) =>
    page.evaluate(([left, top]) => document.elementFromPoint(left, top)?.closest('.react-flow') != null, [
      x,
      y,
    ] as const)
  const reached: string[] = []
  for (let x = box.x + 4; x < box.x + box.width; x += 40)
    for (const y of [2, 8, 30, 50, 64]) if (await isCanvas(x, box.y + y)) reached.push(`${x}, ${y}`)
  expect(reached).toEqual([])
  expect(await isCanvas(box.x + 400, box.y + toolbarPx + 4)).toBe(true)
})

test('Play goes to reading size, and follows', async ({ page }) => {
  const run = await openGraph(page, `implementation=durable&${crash}&cursor=start`)
  await run.button('Fit').click()
  const zoom = run.graph.getByRole('status', { name: 'Zoom' })
  await expect(zoom).toHaveText('Overview')
  await run.button('Play').click()
  await expect(zoom).toHaveText('100 %')
  await expect(run.button('Following')).toBeVisible()
})

test('a ring shows where the toolbar’s fault would strike', async ({ page }) => {
  const run = await openGraph(page, `implementation=durable&${crash}&cursor=start`)
  const name = /^Crash here, after the commit of createOrder, event (\d+)/
  const gap = run.graph.getByRole('button', { name })
  await seek(run, Number((await gap.getAttribute('aria-label'))?.match(name)?.[1]))
  await run.button('Crash server').hover()
  const ring = run.graph.locator('[data-aim]')
  await expect(ring).toBeVisible()
  const [one, other] = [await ring.boundingBox(), await gap.boundingBox()]
  const middle = (box: typeof one) => (box === null ? [] : [box.x + box.width / 2, box.y + box.height / 2])
  expect(middle(one)).toEqual(middle(other))
})

test('in somebody’s page the wheel over the graph scrolls that page', async ({ page, baseURL }) => {
  const address = new URL(`./#implementation=durable&${crash}&embed=1`, baseURL).href
  await page.setContent(
    `<div style="height: 100px"></div><iframe src="${address}" width="800" height="450"></iframe><div style="height: 3000px"></div>`,
  )
  const frame = page.frameLocator('iframe')
  const graph = frame.getByRole('region', { name: 'Workflow graph' })
  await expect(graph.getByRole('group', { name: /^Graph: / })).toBeVisible()
  const box = await graph.boundingBox()
  await page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 60)
  await page.mouse.wheel(0, 200)
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(100)
})

test('axe finds nothing in the overview', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const run = await openGraph(page, `implementation=state-machine&${crash}`)
  await run.button('Fit').click()
  await expect(run.graph.getByRole('status', { name: 'Zoom' })).toHaveText('Overview')
  await expectNoViolations(page)
})
