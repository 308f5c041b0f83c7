import { expect, test, unlessSampled, type Page } from './test.ts'
import { expectFaults, openDetails, openRun, runOn, seek, sentences, type RunPage } from './run-page.ts'

// Everywhere else they are blocked, since what they answer cannot be routed.
test.use({ serviceWorkers: 'allow' })

test(
  'after a first visit the page opens without a network, and answers a new question',
  { tag: '@everywhere' },
  async ({ page, context }) => {
    // A question that the page has no answer to until Postgres has loaded.
    await openRun(page, 'customers=leaves')
    await expect
      .poll(() => keptFiles(page), 'Postgres is kept')
      .toContainEqual(expect.stringMatching(/postgres.*\.wasm$/))
    await expect.poll(() => keptFiles(page)).toContainEqual(expect.stringMatching(/postgres.*\.data$/))
    await expect.poll(() => keptFiles(page)).toContainEqual(expect.stringMatching(/postgres.*\.tar$/))

    await context.setOffline(true)
    expect(await isAnswered(page, './icon.svg'), 'what is kept').toBe(true)
    expect(await isAnswered(page, './what-is-not-kept'), 'what is not kept').toBe(false)
    await page.reload()
    const run = await openRun(page, 'customers=out-of-stock')
    const isTold = async () => (await sentences(run)).some((told) => told.includes('Out of stock'))
    await expect.poll(isTold, 'the answer to a new question').toBe(true)
    await openDetails(run, 'SQL')
    await run.button('inventory').click()
    await expect(page.getByRole('region', { name: 'Answer' }), 'the SQL console').toContainText('mug')
  },
)

test('a visit that asked nothing is enough to ask something new without a network', async ({
  page,
  context,
}) => {
  await openRun(page)
  await expect.poll(() => keptParts(page)).toHaveLength(3)

  await context.setOffline(true)
  await page.reload()
  const run = runOn(page)
  await seek(run, 5)
  await page.keyboard.press('w')
  await expectFaults(run, 2)
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('the service worker is asked for Postgres when the page has rested', async ({ page }) => {
  expect(await askedOfWorker(page)).toContain('keep-parts')
})

test.describe('where data is to be saved', () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() => {
      Object.defineProperty(navigator, 'connection', { value: { saveData: true } })
    })
  })

  test('the service worker is not asked for Postgres before it is needed', async ({ page }) => {
    expect(await askedOfWorker(page)).not.toContain('keep-parts')
    expect(await keptParts(page)).toEqual([])
  })

  const signs: readonly { what: string; sign: (run: RunPage) => Promise<void> }[] = [
    {
      what: 'the pointer is on a gap',
      sign: async ({ page }) => {
        const { x, y } = await placeOfGap(page)
        await page.mouse.move(x, y)
      },
    },
    {
      what: 'the focus is on a gap',
      sign: ({ graph }) => graph.locator('[data-gap]:enabled').first().focus(),
    },
    { what: 'the pointer is on the toolbar', sign: (run) => run.button('Lose webhook once').hover() },
  ]
  for (const [at, { what, sign }] of signs.entries())
    test(`Postgres is loaded once ${what}`, unlessSampled(at === 0), async ({ page }) => {
      const asked = postgresRequests(page)
      const run = await openRun(page)
      await expect(run.graph.locator('[data-gap]').first()).toBeAttached()
      await seek(run, 12)
      await run.button('Next event').click()
      expect(asked, 'before').toEqual([])
      await sign(run)
      await expect.poll(() => asked.length, 'after').toBeGreaterThan(0)
    })

  test('Postgres is loaded once a bet was made, and not by playing', async ({ page }) => {
    const asked = postgresRequests(page)
    await page.goto('./')
    const run = runOn(page)
    await run.button('Play').click()
    // What is loaded ahead comes 2 s after that.
    await expect(page.locator('link[href*="stage-code"]').first()).toBeAttached()
    expect(asked, 'before').toEqual([])

    await page.goto('./')
    await page.getByRole('radio').first().check()
    await expect.poll(() => asked.length, 'after').toBeGreaterThan(0)
  })
})

/** What the page has said to its service worker by the time when it has rested: on the page's clock, a minute. */
async function askedOfWorker(page: Page): Promise<readonly string[]> {
  const asked: string[] = []
  await page.exposeFunction('askedOfWorker', (message: string) => asked.push(message))
  await page.addInitScript(() => {
    const { postMessage } = ServiceWorker.prototype
    ServiceWorker.prototype.postMessage = function (this: ServiceWorker, message: string) {
      ;(window as unknown as { askedOfWorker: (said: string) => void }).askedOfWorker(message)
      postMessage.call(this, message)
    }
  })
  await page.clock.install()
  await openRun(page)
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await page.clock.runFor(60_000)
  await page.evaluate(() => undefined) // What was said before this is here.
  return asked
}

/** What is requested of Postgres from now on. */
function postgresRequests(page: Page): readonly string[] {
  const asked: string[] = []
  page.on('request', (request) => {
    if (/\.(?:wasm|data|tar)$/.test(request.url())) asked.push(request.url())
  })
  return asked
}

/** The middle of a gap that a pointer can reach. */
async function placeOfGap(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  const places = await page.locator('[aria-label="Workflow graph"] [data-gap]').evaluateAll((gaps) =>
    gaps.flatMap((gap) => {
      const { x, y, width, height } = gap.getBoundingClientRect()
      const middle = { x: x + width / 2, y: y + height / 2 }
      return gap.contains(document.elementFromPoint(middle.x, middle.y)) ? [middle] : []
    }),
  )
  const [place] = places
  if (place === undefined) throw new Error('No gap is in reach of the pointer')
  return place
}

/** Addresses of what is kept of Postgres: its code, its files, its database. */
async function keptParts(page: Page): Promise<readonly string[]> {
  return (await keptFiles(page)).filter((address) => /\.(?:wasm|data|tar)$/.test(address))
}

/** Addresses of all that is kept for this origin. */
async function keptFiles(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const names = await caches.keys()
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return kept.flat().map(({ url }) => url)
  })
}

async function isAnswered(page: Page, address: string): Promise<boolean> {
  return page.evaluate(async (wanted) => {
    try {
      return (await fetch(wanted)).ok
    } catch {
      return false
    }
  }, address)
}
