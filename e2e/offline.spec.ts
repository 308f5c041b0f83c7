import { expect, test, type Page } from './test.ts'
import { expectFaults, openDetails, openRun, runOn, seek, sentences } from './run-page.ts'

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

test('where data is to be saved nothing of Postgres is loaded before it is needed', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } })
  })
  await openRun(page)
  await expect.poll(() => keptFiles(page)).toContainEqual(expect.stringMatching(/\/$/))
  // Twice as long as it takes elsewhere.
  await page.waitForTimeout(6_000)
  expect(await keptParts(page)).toEqual([])
})

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
