import { expect, test } from './test.ts'
import { cursorOf, eventCount, expectAt, eventWith, openRun, seek, openDetails } from './run-page.ts'

test('it opens on the failure: the question, its answer, and what is left of it', async ({ page }) => {
  const run = await openRun(page)

  await expect(run.question).toHaveText(
    'Server A dies right after reserving a mug for Alice. Is it reserved twice?',
  )
  await expect(run.verdict).toContainText('Yes. Two mugs taken for one payment.')
  await expect(run.verdict.getByRole('list', { name: 'Violated invariants' })).toContainText('ord_1')
  await expect(run.receipts).toContainText('0 left1 held, 1 sold')
  await expect(run.lane('Naive')).toHaveAttribute('aria-selected', 'true')
})

test('played from the start it runs to the crash, and the rows tell what is left', async ({ page }) => {
  const run = await openRun(page)
  const crash = await eventWith(run, /^Server A dies/)
  await openDetails(run, 'Tables')

  await seek(run, crash - 3)
  await run.button('Play').click()
  await expect.poll(() => cursorOf(run)).toBeGreaterThanOrEqual(crash)
  await run.button('Pause').click()
  await expect(run.button('Play')).toBeVisible()
  await seek(run, crash)

  await expectAt(run, /Server A dies/)
  await expect(run.graph).toContainText('A died')
  await expect(run.receipts).toContainText(`event ${crash}`)
  await expect(run.receipts).toContainText('1 left1 held')
  await expect(run.tables.getByRole('table', { name: 'reservations' })).toContainText('ord_1')
  await expect(run.tables.getByRole('table', { name: 'orders' })).toContainText('PENDING')

  await run.button('Last event').click()
  const orders = run.tables.getByRole('table', { name: 'orders' })
  await expect(orders.getByRole('row', { name: /ord_1/ })).toContainText('PENDING')
  await expect(orders.getByRole('row', { name: /ord_2/ })).toContainText('FULFILLED')
  await expect(run.tables.getByRole('table', { name: 'reservations' })).toContainText('ord_1')
})

test('before its commit a row says that it is not committed', async ({ page }) => {
  const run = await openRun(page)
  await openDetails(run, 'Tables')
  await seek(run, await eventWith(run, /^A creates the order, not yet committed/))
  await expect(
    run.tables.getByRole('table', { name: 'orders' }).getByRole('row', { name: /not committed/ }),
  ).toContainText('ord_1')
  await expect(run.receipts).toContainText('None')

  await run.button('Next event').click()
  await expectAt(run, /A commits the order/)
  await expect(
    run.tables.getByRole('table', { name: 'orders' }).getByRole('row', { name: /not committed/ }),
  ).toHaveCount(0)
})

test('playing halts by itself at a violation', async ({ page }) => {
  const run = await openRun(page)
  const violated = await eventWith(run, /^Violated/)
  await seek(run, violated - 2)
  await run.button('Play').click()
  await expect(run.button('Play')).toBeVisible()
  await expectAt(run, /Violated/)
  expect(await cursorOf(run)).toBeLessThan(await eventCount(run))
})

test('it scrubs, plays and changes lanes before Postgres has loaded, and without it', async ({ page }) => {
  const asked: string[] = []
  await page.route(/\.(wasm|data|tar)(\?|$)/, (route) => {
    asked.push(route.request().url())
    return route.abort()
  })
  const run = await openRun(page)

  await seek(run, 10)
  await run.button('Next event').click()
  await expectAt(run, /^Event 11 /)
  await run.button('Play').click()
  await expect(run.button('Pause')).toBeVisible()
  await expect.poll(() => cursorOf(run)).toBeGreaterThan(11)
  await run.button('The same crash, durable').click()
  await expect(run.lane('Durable')).toHaveAttribute('aria-selected', 'true')
  await expect(run.verdict).toContainText('No. Reserved once.')
  expect(asked, 'nothing of Postgres is loaded before a question needs it').toEqual([])

  // A fault that does need it says what is missing; Cancel goes back to the run before.
  await page.keyboard.press('Home')
  await run.button('Lose webhook once').click()
  await expect(page.getByRole('alert')).toContainText('Postgres could not be loaded')
  expect(asked.length).toBeGreaterThan(0)
  await run.button('Cancel').click()
  await expect(run.question).toContainText('Server A dies right after reserving')
  await seek(run, 5)
})

test('the same on a phone', { tag: '@phone' }, async ({ page }) => {
  const run = await openRun(page)
  await expect(run.question).toContainText('Is it reserved twice?')
  await expect(run.verdict).toContainText('Two mugs taken for one payment')
  await seek(run, 11)
  await expect(run.graph).toContainText('A died, event 10')
  await run.button('Tables').tap()
  await expect(page.getByRole('dialog').getByRole('table', { name: 'reservations' })).toContainText('ord_1')
})

test('it loads nothing that it does not use', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await openRun(page)
  const preloaded = await page.locator('link[rel=preload]').evaluateAll((links) =>
    links
      // Other windows than this one have other files.
      .filter((link) => matchMedia(link.getAttribute('media') ?? 'all').matches)
      .map((link) => link.getAttribute('href')),
  )
  expect(preloaded).toEqual([
    expect.stringMatching(/opening-runs-[^/]+\.json$/),
    expect.stringMatching(/canvas-[^/]+\.css$/),
  ])
  // A preload that is not what the page then asks for is loaded a second time.
  for (const file of [/opening-runs-[^/]+\.json$/, /canvas-[^/]+\.css$/])
    expect(asked.filter((url) => file.test(url))).toHaveLength(1)
  const used = await page.evaluate(() => [...document.styleSheets].map(({ href }) => href))
  expect(used).toContainEqual(expect.stringMatching(/canvas-[^/]+\.css$/))
})

test('a key works from the moment that the run is drawn', { tag: '@phone' }, async ({ page }) => {
  await page.addInitScript(() => {
    // Before the browser paints what was drawn, and before whatever the page does after that.
    const watch = new MutationObserver(() => {
      if (document.querySelector('[role="slider"], input[type="range"]') === null) return
      watch.disconnect()
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Home', bubbles: true, cancelable: true }),
      )
    })
    watch.observe(document, { childList: true, subtree: true })
  })
  const run = await openRun(page)
  await expect.poll(() => cursorOf(run)).toBe(0)
})
