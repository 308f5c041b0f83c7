/** Parts of the page that are loaded later: each fails alone, says so, and comes after a reload of the same run. */
import { expect, test, unlessSampled, type Page } from './test.ts'
import { openComparison, openDetails, openRun, runOn, seek, type RunPage } from './run-page.ts'

interface Part {
  readonly name: string
  /** Its file in the build. */
  readonly file: RegExp
  readonly open?: (page: Page) => Promise<RunPage>
  /** What a visitor does to see it. */
  readonly show: (run: RunPage) => Promise<void>
  /** Expects it to be there. */
  readonly isThere: (run: RunPage) => Promise<void>
}

const parts: readonly Part[] = [
  {
    name: 'The controls of this page',
    file: /\/stage-code-[^/]*\.js$/,
    show: async () => undefined,
    isThere: async (run) => {
      await expect(run.lane('Naive')).toBeVisible()
      await expect(run.verdict).toContainText('Two mugs taken for one payment')
    },
  },
  {
    name: 'The program of this implementation',
    file: /\/programs-[^/]*\.js$/,
    open: (page) =>
      openRun(page, 'implementation=durable&plan=server/commit:reserveInventory%231=crash-after'),
    show: async () => undefined,
    isThere: ({ page }) => expect(page.getByRole('button', { name: 'Zoom in' })).toBeVisible(),
  },
  {
    name: 'The drawing of the graph',
    file: /\/canvas-[^/]*\.js$/,
    show: async ({ graph }) => {
      const gap = graph.getByRole('button', { name: /^Crash here, after the commit of createOrder/ })
      await expect(gap, 'the list of steps in its place').toBeVisible()
    },
    isThere: ({ page }) => expect(page.getByRole('button', { name: 'Zoom in' })).toBeVisible(),
  },
  {
    name: 'The explanation',
    file: /\/why-[^/]*\.js$/,
    show: async () => undefined,
    isThere: ({ verdict }) => expect(verdict.getByRole('region', { name: 'Why' })).toBeVisible(),
  },
  {
    name: 'The explanation',
    file: /\/explain-[^/]*\.js$/,
    show: async () => undefined,
    isThere: ({ verdict }) => expect(verdict.getByRole('region', { name: 'Why' })).toBeVisible(),
  },
  {
    name: 'The SQL console',
    file: /\/sql-panel-[^/]*\.js$/,
    show: (run) => openDetails(run, 'SQL'),
    isThere: ({ page }) => expect(page.getByRole('button', { name: 'inventory', exact: true })).toBeVisible(),
  },
  {
    name: 'The list of messages',
    file: /\/messages-panel-[^/]*\.js$/,
    show: (run) => openDetails(run, 'Messages'),
    isThere: ({ page }) =>
      expect(page.getByRole('region', { name: 'Messages' }).getByRole('button').first()).toBeVisible(),
  },
  {
    name: 'The menu of faults',
    file: /\/break-popup-[^/]*\.js$/,
    show: async ({ graph, page }) => {
      const gap = graph.getByRole('button', { name: /^Crash here, after the commit of createOrder/ })
      await gap.focus()
      await page.keyboard.press('Shift+F10')
    },
    isThere: ({ page }) => expect(page.getByRole('menu')).toBeVisible(),
  },
  {
    name: 'Help',
    file: /\/help-sheet-[^/]*\.js$/,
    show: (run) => run.button('Help').click(),
    isThere: ({ page }) => expect(page.getByRole('heading', { name: 'Keys', exact: true })).toBeVisible(),
  },
  {
    name: 'The comparison',
    file: /\/compare-board-[^/]*\.js$/,
    open: openComparison,
    show: async () => undefined,
    isThere: ({ page }) => expect(page.getByLabel('Time strip of Naive')).toBeAttached(),
  },
]

for (const [at, { name, file, open = openRun, show, isThere }] of parts.entries())
  test(
    `${name} (${file.source.replaceAll(/\W|-.*/g, '')}): without its file a sentence, and the rest goes on`,
    unlessSampled(at % 3 === 0),
    async ({ page }) => {
      await page.route(file, (route) => route.fulfill({ status: 404, body: 'Not found' }))
      const run = await open(page)
      await show(run)
      const sentence = page.getByRole('alert').filter({ hasText: `${name} could not be loaded` })
      await expect(sentence).toBeVisible()
      await expect(page.getByRole('alert'), 'one sentence').toHaveCount(1)
      const close = page.getByRole('dialog').getByRole('button', { name: 'Close' })
      if (await close.isVisible()) {
        await close.click()
        await expect(sentence).toHaveCount(0)
      }
      await run.slider.fill('3')
      await expect(run.slider).toHaveAttribute('aria-valuetext', /\b3 /)

      await page.unroute(file)
      await expect(page).toHaveURL(/cursor=/)
      const address = page.url()
      if ((await sentence.count()) === 0) await show(run)
      await sentence.getByRole('button', { name: 'Reload the page' }).click()
      await expect(sentence).toHaveCount(0)
      await expect(runOn(page).slider).toHaveValue('3')
      expect(page.url()).toBe(address)
      await show(run)
      await isThere(run)
    },
  )

test('the atlas: without its file a sentence, and the way back is there', async ({ page }) => {
  const file = /\/atlas-[^/]*\.js$/
  await page.route(file, (route) => route.abort())
  const run = await openRun(page)
  await run.button('Atlas').click()
  const sentence = page.getByRole('alert').filter({ hasText: 'The atlas could not be loaded' })
  await expect(sentence).toBeVisible()
  await run.button('Focus').click()
  await expect(run.verdict).toContainText('Two mugs taken for one payment')

  await run.button('Atlas').click()
  await page.unroute(file)
  await expect(page).toHaveURL(/view=atlas/)
  await sentence.getByRole('button', { name: 'Reload the page' }).click()
  await expect(page.getByRole('grid').first()).toBeVisible()
  await run.button('Focus').click()
  await expect(run.verdict).toContainText('Two mugs taken for one payment')
})

test('the page for a small window: without its file a sentence, and the run is kept', async ({ page }) => {
  const file = /\/narrow-code-[^/]*\.js$/
  await page.route(file, (route) => route.abort())
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('./#implementation=naive&plan=server/commit:reserveInventory%231=crash-after&cursor=start')
  const sentence = page.getByRole('alert')
  await expect(sentence).toContainText('The page for a small window could not be loaded')
  await page.unroute(file)
  await sentence.getByRole('button', { name: 'Reload the page' }).click()
  await expect(runOn(page).slider).toHaveAttribute('aria-valuetext', /^Event 0 of /)
  await expect(page).toHaveURL(/cursor=start/)
})

test('a window made small after the start shows the run in its other form', async ({ page }) => {
  const run = await openRun(page)
  await seek(run, 3)
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(page.getByRole('button', { name: 'Tables', exact: true })).toBeVisible()
  await expect(run.slider).toHaveValue('3')
})

test('a run that is there is drawn without its controls, if their file does not come in time', async ({
  page,
}) => {
  let isAsked = false
  // It never answers.
  await page.route(/\/stage-code-[^/]*\.js$/, () => void (isAsked = true))
  await page.clock.install()
  await page.goto('./#implementation=naive&plan=server/commit:reserveInventory%231=crash-after')
  await expect.poll(() => isAsked).toBe(true)
  await page.clock.fastForward(3_000)
  await seek(runOn(page), 3)
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('room mode: without its file a sentence, and the way back is there', async ({ page }) => {
  const file = /\/room-(?!keys)[^/]*\.js$/
  await page.route(file, (route) => route.abort())
  const run = await openRun(page)
  await page.keyboard.press('p')
  const sentence = page.getByRole('alert').filter({ hasText: 'Room mode could not be loaded' })
  await expect(sentence).toBeVisible()
  await run.button('Back to the run').click()
  await expect(run.verdict).toContainText('Two mugs taken for one payment')

  await page.keyboard.press('p')
  await page.unroute(file)
  await sentence.getByRole('button', { name: 'Reload the page' }).click()
  await expect(sentence).toHaveCount(0)
  await expect(run.verdict).toContainText('Two mugs taken for one payment')
  await page.keyboard.press('p')
  await expect(page.getByRole('list', { name: 'Stops' })).toBeVisible()
})

test('the speaker’s window: without its file a sentence, and a reload brings it', async ({ page }) => {
  const file = /\/notes-window-[^/]*\.js$/
  await page.route(file, (route) => route.abort())
  await page.goto('./?notes=some-room')
  const sentence = page.getByRole('alert')
  await expect(sentence).toContainText('Speaker notes could not be loaded.')
  await page.unroute(file)
  await sentence.getByRole('button', { name: 'Reload the page' }).click()
  await expect(page.getByText('Waiting for the presentation.')).toBeVisible()
})

test('a part that throws stays alone too', async ({ page }) => {
  const thrower = `export { Broken as SqlPanel }; function Broken() { throw new Error('planted') }`
  await page.route(/\/sql-panel-[^/]*\.js$/, (route) =>
    // Whatever name the build gave the export.
    route.fetch().then(async (response) => {
      const exported = /export\s*\{[^}]* as (\w+)/.exec(await response.text())?.[1] ?? 'SqlPanel'
      await route.fulfill({ contentType: 'text/javascript', body: thrower.replace('SqlPanel', exported) })
    }),
  )
  const run = await openRun(page)
  await openDetails(run, 'SQL')
  await expect(page.getByRole('alert')).toContainText('The SQL console stopped with an error.')
  await seek(run, 3)
})
