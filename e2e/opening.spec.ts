import { expect, test, unlessSampled, type Page } from './test.ts'
import { expectNoViolations } from './axe.ts'
import { measure } from './boxes.ts'
import { canvasOf } from './canvas.ts'
import { expectNoOverflow, smallTexts } from './looks.ts'
import { cursorOf, runOn, seek, type RunPage } from './run-page.ts'

const crash = 10
const end = 45

/** The first visit of this browser to the bare address. */
async function visit(page: Page): Promise<RunPage> {
  await page.goto('./')
  const run = runOn(page)
  await expect(bet(page).getByRole('radio', { name: 'One', exact: true })).toBeVisible()
  await page.evaluate(() => document.fonts.ready)
  return run
}

const bet = (page: Page) => page.getByRole('region', { name: 'Your bet' })

test('a first visitor sees what this is, what is about to happen and what is asked', async ({ page }) => {
  const run = await visit(page)
  await expect(page.getByText('A real workflow engine and a real Postgres in your browser.')).toBeVisible()
  await expect(run.question).toHaveText(
    'Server A dies right after reserving a mug for Alice. How many mugs are taken?',
  )
  await expect(run.faults).toContainText('waiting for event 10')
  await expect(run.graph).toContainText('A will die')
  await expect(bet(page).getByRole('radio')).toHaveCount(3)
  expect(await cursorOf(run)).toBe(6)
  await expect(run.slider).toHaveAttribute('aria-valuetext', /^Event 6 — A opens a transaction/)

  const status = page.getByRole('status', { name: 'Opening' })
  await expect(status).toContainText('How many are taken in the end? 1: None. The crash undoes it. 2: One.')
  await expectNoViolations(page)
  await expectNoOverflow(page)
  expect(await smallTexts(page, 11)).toEqual([])
})

/** The nodes on which the line or the words of the crash to come lie; the sign itself stands at a node's edge. */
function nodesUnderSign({ graph }: RunPage): Promise<readonly string[]> {
  return graph.evaluate((canvas) => {
    const cut = canvas.querySelector('.react-flow [title$="will die"]')
    if (cut === null) return []
    const line = getComputedStyle(cut, '::before')
    const { left, top } = cut.getBoundingClientRect()
    const lines =
      line.content === 'none'
        ? []
        : [
            new DOMRect(
              left + parseFloat(line.left),
              top + parseFloat(line.top),
              parseFloat(line.width),
              parseFloat(line.height),
            ),
          ]
    const words = [...cut.querySelectorAll('span')].map((word) => word.getBoundingClientRect())
    return [...canvas.querySelectorAll('.react-flow__node')]
      .filter((node) => {
        const box = node.getBoundingClientRect()
        return [...lines, ...words].some(
          (part) =>
            part.left < box.right - 1 &&
            part.right > box.left + 1 &&
            part.top < box.bottom - 1 &&
            part.bottom > box.top + 1,
        )
      })
      .map((node) => node.textContent)
  })
}

const windows = [
  { width: 1280, height: 800 },
  { width: 1000, height: 600 },
  { width: 960, height: 540 },
  { width: 740, height: 900 },
  { width: 1920, height: 1080 },
  { width: 390, height: 844 },
] as const

for (const window of windows)
  test(`at ${window.width} × ${window.height}: the crash, the bet and Play are in view, and no verdict`, async ({
    page,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.setViewportSize(window)
    const run = await visit(page)
    const sign = run.graph.locator('[title$="will die"] svg').or(run.graph.getByText('will die at event'))
    await expect(sign).toBeInViewport({ ratio: 0.99 })
    expect(await nodesUnderSign(run)).toEqual([])
    for (const answer of await bet(page).locator('label').all())
      await expect(answer).toBeInViewport({ ratio: 1 })
    await expect(
      bet(page).or(page.locator('footer')).getByRole('button', { name: 'Play' }).first(),
    ).toBeInViewport({
      ratio: 1,
    })
    await expect(page.locator('body')).not.toContainText(
      /Final result|rules? (hold|is broken)|Nothing is held/,
    )
    await expectNoOverflow(page)
    expect(await measure(page)).toEqual({ overlaps: [], clipped: [], small: [] })
    await expectNoViolations(page)
  })

test('nothing that gives the answer away is there: no lanes, views, receipts, reasons, share or total', async ({
  page,
}) => {
  const run = await visit(page)
  await expect(page.getByRole('tab', { name: /Durable/ })).toHaveCount(0)
  await expect(page.getByRole('radiogroup', { name: 'View' })).toHaveCount(0)
  for (const name of ['Share', 'Undo', 'Crash server']) await expect(run.button(name)).toHaveCount(0)
  await expect(run.receipts).toHaveCount(0)
  await expect(run.verdict).toHaveCount(0)
  await expect(page.locator('body')).not.toContainText(/of 45|of 10\b|violated|€0/)
  // Nor behind a key.
  for (const key of ['v', 'a', 's', 'r', 'c', 'w', '4', 'Control+z']) await page.keyboard.press(key)
  await expect(bet(page).getByRole('radio', { checked: true })).toHaveCount(0)
  expect(await cursorOf(run)).toBe(6)
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('one number to bet, Space to play: the answer comes where the bet was, then the next step', async ({
  page,
}) => {
  const run = await visit(page)
  await page.keyboard.press('3')
  await page.keyboard.press('2')
  await expect(bet(page).getByRole('radio', { name: 'One', exact: true })).toBeChecked()
  await run.slider.fill(String(crash - 1))
  await page.keyboard.press('Space')
  await expect(bet(page)).toContainText('You bet one')
  await expect.poll(() => cursorOf(run)).toBeGreaterThan(crash)
  await expect(bet(page)).toBeVisible()
  await page.keyboard.press('Space')
  await expect(run.button('Play')).toBeVisible()
  await page.keyboard.press('End')
  await page.keyboard.press('End')

  await expect(run.verdict).toContainText('Two. One was paid for.')
  await expect(run.verdict).toContainText('You bet one.')
  await expect(run.receipts).toContainText('0 left1 held, 1 sold')
  await expect(run.slider).toHaveAttribute('aria-valuetext', new RegExp(`^Event ${end} of ${end}`))
  await expect(page.getByRole('status', { name: 'Opening' })).toHaveText(
    'Two. One was paid for. You bet one.',
  )
  await expect(run.button('The same crash, durable')).toBeFocused()
  await expectNoViolations(page)

  await page.keyboard.press('Enter')
  await expect(run.lane('Durable')).toHaveAttribute('aria-selected', 'true')
  await expect(run.verdict).toContainText('One. It was paid for.')
  await run.button('All four side by side').click()
  await expect(page).toHaveURL(/view=compare/)

  await page.goto('./')
  await expect(run.slider).toBeVisible()
  await expect(bet(page)).toHaveCount(0)
})

test('it plays to the answer by itself, past violations, without a bet and without Postgres', async ({
  page,
}) => {
  const asked: string[] = []
  await page.route(/\.(wasm|data|tar)(\?|$)/, (route) => {
    asked.push(route.request().url())
    return route.abort()
  })
  const run = await visit(page)
  await page.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '4×' })
  await run.button('Play').click()
  await expect(bet(page)).toContainText('You made no bet')
  await expect(run.verdict).toContainText('Two. One was paid for.', { timeout: 40_000 })
  await expect(run.verdict).toContainText('You made no bet.')
  await run.button('The same crash, durable').click()
  await run.button('All four side by side').click()
  await expect(page).toHaveURL(/view=compare/)
  expect(asked).toEqual([])
})

test('Escape skips it at any time, and that is remembered; the help plays it again', async ({ page }) => {
  const run = await visit(page)
  await page.keyboard.press('Escape')
  await expect(run.verdict).toContainText('Two mugs taken for one payment')
  expect(await cursorOf(run)).toBe(6)
  await expect(page).toHaveURL(/implementation=naive.*cursor=/)
  await page.goto('about:blank')
  await page.goto('./')
  await expect(run.verdict, 'it opens where it was left').toBeVisible()
  expect(await cursorOf(run)).toBe(6)

  await run.button('Help').click()
  await run.button('Play the opening again').click()
  await expect(bet(page).getByRole('radio', { name: 'One', exact: true })).toBeVisible()
  await run
    .button('Skip to the full page Esc')
    .or(page.getByRole('button', { name: /^Skip/ }))
    .first()
    .click()
  await expect(bet(page)).toHaveCount(0)
})

test('who comes back opens where she left; a link wins over that', async ({ page }) => {
  const run = await visit(page)
  await page.keyboard.press('Escape')
  await run.lane('Durable').click()
  await expect(page).toHaveURL(/implementation=durable.*cursor=/)
  const before = page.url()
  await seek(run, 12)
  await expect(page).not.toHaveURL(before)
  await page.goto('about:blank')
  await page.goto('./')
  await expect(run.lane('Durable')).toHaveAttribute('aria-selected', 'true')
  expect(await cursorOf(run)).toBe(12)

  await page.goto('about:blank')
  await page.goto('./#implementation=naive&plan=server/commit:reserveInventory%231=crash-after&cursor=start')
  await expect(run.lane('Naive')).toHaveAttribute('aria-selected', 'true')
  expect(await cursorOf(run)).toBe(0)
})

test('a link opens what it names, on a first visit too', async ({ page }) => {
  await page.goto('./#implementation=naive&plan=server/commit:reserveInventory%231=crash-after')
  await expect(runOn(page).verdict).toContainText('Two mugs taken')
  await expect(bet(page)).toHaveCount(0)
})

test('the stage does not move when the answer comes', async ({ page }) => {
  const run = await visit(page)
  const boxes = async () => {
    const parts = [run.graph, page.getByRole('group', { name: 'Transport' }), page.getByRole('complementary')]
    return Promise.all(parts.map((part) => part.boundingBox()))
  }
  const before = await boxes()
  await page.keyboard.press('1')
  expect(await boxes()).toEqual(before)
  await page.keyboard.press('Space')
  await expect.poll(() => cursorOf(run)).toBeGreaterThan(7)
  expect(await boxes()).toEqual(before)
  await page.keyboard.press('Space')
  await page.keyboard.press('End')
  await page.keyboard.press('End')
  await expect(run.verdict).toContainText('Two.')
  expect(await boxes()).toEqual(before)
})

test.describe('what comes after the crash', () => {
  /** All that can be seen of a page or read from it. */
  async function pictureOf(page: Page) {
    const session = await page.context().newCDPSession(page)
    const { nodes } = await session.send('Accessibility.getFullAXTree')
    const spoken = nodes
      .filter(({ ignored }) => !ignored)
      .map(({ role, name, value, description, properties }) =>
        JSON.stringify([role?.value, name?.value, value?.value, description?.value, plain(properties)]),
      )
    const html = await page.evaluate(() => document.documentElement.outerHTML)
    return {
      html,
      text: await page.locator('body').innerText(),
      spoken,
      title: await page.title(),
      address: page.url(),
      meta: await page.locator('meta').evaluateAll((all) => all.map((meta) => meta.outerHTML)),
      screenshot: (await page.screenshot({ animations: 'disabled', caret: 'hide' })).toString('base64'),
    }
  }

  /**
   * Pixels of which a channel differs by more than 48 of 255: the edge of a circle is rasterized a little darker or
   * lighter from time to time. Decoded in a page, which can.
   */
  function differingPixels(page: Page, one: string, other: string): Promise<number> {
    return page.evaluate(
      async (pngs) => {
        const [a, b] = await Promise.all(
          pngs.map(async (png) => {
            const image = new Image()
            image.src = `data:image/png;base64,${png}`
            await image.decode()
            const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
            context?.drawImage(image, 0, 0)
            return context?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray()
          }),
        )
        return (a ?? []).filter((value, at) => Math.abs(value - (b?.[at] ?? 0)) > 48).length
      },
      [one, other],
    )
  }

  /** Ids of nodes differ from page to page. */
  function plain(
    properties: readonly { readonly name: string; readonly value: { readonly value?: unknown } }[] = [],
  ) {
    return properties.flatMap(({ name, value }) => (value.value === undefined ? [] : [[name, value.value]]))
  }

  /** The walk of a visitor up to the bet, a picture at every stop. */
  async function walk(page: Page) {
    const { graph } = await visit(page)
    // The graph's own file comes later; smaller windows have the list instead.
    if ((page.viewportSize()?.width ?? 0) >= 1000) await expect(canvasOf(graph)).toBeVisible()
    // What is loaded ahead has come.
    for (const file of ['/stage-code-', '/programs-'])
      await expect.poll(() => hasLoaded(page, file)).toBe(true)
    const stops = [
      () => page.keyboard.press('Home'),
      () => page.keyboard.press('End'),
      async () => {
        await page.keyboard.press('t')
        await expect(page.getByRole('tab', { name: 'Tables', exact: true })).toBeVisible()
      },
    ]
    await rest(page)
    const pictures = [await pictureOf(page)]
    for (const stop of stops) {
      await stop()
      await rest(page)
      pictures.push(await pictureOf(page))
    }
    return pictures
  }

  function hasLoaded(page: Page, file: string): Promise<boolean> {
    return page.evaluate(
      (part) => performance.getEntriesByType('resource').some(({ name }) => name.includes(part)),
      file,
    )
  }

  /** Until nothing has been drawn anew for ten frames: the graph is measured and moved in several. */
  async function rest(page: Page): Promise<void> {
    await page.evaluate(async () => {
      let frames = 0
      const observer = new MutationObserver(() => (frames = 0))
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
      for (; frames < 10; frames += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
      observer.disconnect()
    })
  }

  /** Another rest, as long as the true one: after the crash nothing is as it was, and one mug leaves the stock. */
  function otherRest(file: string): string {
    const runs = JSON.parse(file) as TestRun[]
    const [naive] = runs
    if (naive === undefined) throw new Error('No runs are embedded.')
    const last = naive.trace.length
    naive.trace = naive.trace.map((event) =>
      event.index <= crash
        ? event
        : {
            ...event,
            atMs: event.atMs + 777,
            actor: { role: 'customer', name: 'Mallory' },
            point: null,
            site: null,
            changes: [],
            what:
              event.index === last
                ? { kind: 'ended', failure: 'another end' }
                : { kind: 'customer', action: 'does something else', sees: 'another page' },
          },
    )
    naive.tables = {
      ...naive.tables,
      inventory: [{ sku: 'mug', stock: 1, initial_stock: 2 }],
      reservations: [],
    }
    naive.verdicts = naive.verdicts.map(({ id, statement, when }) => ({
      id,
      statement,
      when,
      outcome: 'holds',
    }))
    const end = { kind: 'cut-off', why: 'another end' }
    Object.assign(naive, { end, traceHash: 'other', known: {} })
    return JSON.stringify(runs)
  }

  interface TestRun {
    trace: { index: number; atMs: number }[]
    tables: object
    verdicts: { id: string; statement: string; when: string; outcome: string }[]
  }

  const sizes = {
    desk: { width: 1280, height: 800 },
    compact: { width: 960, height: 540 },
    phone: { width: 390, height: 844 },
  } as const

  for (const form of ['desk', 'compact', 'phone'] as const)
    test(
      `does not show before the bet: text, accessibility tree, title, address and picture are the same (${form})`,
      unlessSampled(form !== 'compact'),
      async ({ browser, baseURL }) => {
        const open = async (rest?: (file: string) => string, planted?: (page: Page) => Promise<void>) => {
          const context = await browser.newContext({
            baseURL: baseURL ?? '',
            viewport: sizes[form],
            serviceWorkers: 'block',
            reducedMotion: 'reduce',
          })
          const page = await context.newPage()
          if (rest !== undefined)
            await page.route(/opening-runs-[^/]*\.json$/, async (route) => {
              const response = await route.fetch()
              await route.fulfill({ response, body: rest(await response.text()) })
            })
          try {
            if (planted === undefined) return await walk(page)
            await visit(page)
            await planted(page)
            return [await pictureOf(page)]
          } finally {
            await context.close()
          }
        }
        const truth = await open()
        const other = await open(otherRest)
        for (const [at, picture] of truth.entries())
          for (const part of ['html', 'text', 'spoken', 'title', 'address', 'meta'] as const)
            expect(other[at]?.[part], `${part} at stop ${at}`).toEqual(picture[part])
        const blank = await browser.newPage()
        for (const [at, { screenshot }] of truth.entries())
          expect(
            await differingPixels(blank, screenshot, other[at]?.screenshot ?? ''),
            `the picture at stop ${at}`,
          ).toBe(0)

        // Planted: a receipt from the end of the run that the page was given.
        const plant = async (page: Page) => {
          await page.evaluate(async () => {
            const [entry] = performance
              .getEntriesByType('resource')
              .filter(({ name }) => /opening-runs-[^/]*\.json$/.test(name))
            const runs = (await (await fetch(entry?.name ?? '')).json()) as {
              tables: { inventory: { stock: number }[] }
            }[]
            const receipt = document.createElement('p')
            receipt.textContent = `${runs[0]?.tables.inventory[0]?.stock} left`
            receipt.style.cssText = 'position:fixed;inset:auto 0 0 auto;z-index:99'
            document.querySelector('main')?.append(receipt)
          })
        }
        const [plantedTruth] = await open(undefined, plant)
        const [plantedOther] = await open(otherRest, plant)
        for (const part of ['html', 'text', 'spoken'] as const)
          expect(plantedOther?.[part], `a leak in ${part} is found`).not.toEqual(plantedTruth?.[part])
        expect(
          await differingPixels(blank, plantedTruth?.screenshot ?? '', plantedOther?.screenshot ?? ''),
        ).toBeGreaterThan(0)
        await blank.close()
      },
    )
})

test('on a phone: the bet above Play, the answer in its place', { tag: '@phone' }, async ({ page }) => {
  const run = await visit(page)
  await expect(page.getByText('A real workflow engine')).toBeVisible()
  for (const answer of await bet(page).locator('label').all())
    expect((await answer.boundingBox())?.height).toBeGreaterThanOrEqual(44)
  await expect(run.button('Play')).toBeInViewport({ ratio: 1 })
  await expectNoViolations(page)
  await expectNoOverflow(page)
  await bet(page).locator('label', { hasText: 'Two' }).tap()
  await expect(bet(page).getByRole('radio', { name: 'Two' })).toBeChecked()
  await page.keyboard.press('End')
  await page.keyboard.press('End')
  await expect(run.verdict).toContainText('You bet two, and you are right.')
  await expect(run.button('The same crash, durable')).toBeInViewport()

  await run.button('Menu').tap()
  await run.button('Play the opening again').tap()
  await expect(bet(page)).toBeVisible()
  await page.getByRole('button', { name: /^Skip/ }).tap()
  await expect(bet(page)).toHaveCount(0)
})
