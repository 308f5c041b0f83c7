/** What a page does whose host, cache or storage is damaged. Each test does the damage itself. */
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test as base, unlessSampled, type Page } from './test.ts'
import { builtPage, rebuilt, startHost, type Build } from './host.ts'
import { expectAt, expectFaults, openDetails, runOn, seek } from './run-page.ts'

const link = '#implementation=naive&plan=server/commit:reserveInventory%231=crash-after'

const test = base.extend<{ host: Awaited<ReturnType<typeof startHost>> }>({
  // Playwright requires the pattern.
  // oxlint-disable-next-line no-empty-pattern
  host: async ({}, provide) => {
    const host = await startHost(builtPage())
    await provide(host)
    host.close()
  },
})

// Everywhere else they are blocked, since what they answer cannot be routed.
test.use({ serviceWorkers: 'allow' })

for (const [at, { what, file }] of [
  { what: 'the page’s own script', file: /^assets\/index-[^/]*\.js$/ },
  { what: 'a part that is loaded later', file: /^assets\/sql-panel-[^/]*\.js$/ },
  { what: 'the file of the first runs', file: /^assets\/opening-runs-[^/]*\.json$/ },
].entries())
  test(
    `half a deployment: without ${what}, and a host that answers with a page, all is well when it is complete`,
    unlessSampled(at === 0),
    async ({ page, context, host }) => {
      host.lose(file, 'html')
      await page.goto(host.url + link)
      await expect(page.locator('body')).not.toBeEmpty()
      // Without its own script the page registers no worker. Otherwise one has tried to install itself.
      const isRegistered = !file.test('assets/index-0.js')
      if (isRegistered) await expect.poll(host.requested).toContain('service-worker.js')
      await expect.poll(() => installed(page), 'what came is not kept').toBe('failed')

      host.repair()
      const reload = page.getByRole('button', { name: /^Reload/ })
      if (await reload.isVisible()) await reload.click()
      else await page.reload()
      await expect(runOn(page).slider).toBeVisible()
      await expectControlled(page)
      await context.setOffline(true)
      await page.reload()
      const run = runOn(page)
      await seek(run, 3)
      await openDetails(run, 'SQL')
      await expect(run.button('inventory')).toBeVisible()
      await context.setOffline(false)
    },
  )

test('what an older version has kept under a wrong name is thrown away', async ({ page, host }) => {
  await page.goto(host.url + link)
  await expectControlled(page)
  const poisoned = await page.evaluate(async () => {
    const html = () => new Response('<h1>Welcome</h1>', { headers: { 'content-type': 'text/html' } })
    let count = 0
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        await cache.put(request, html())
        count += 1
      }
    }
    return count
  })
  expect(poisoned).toBeGreaterThan(20)

  await page.reload()
  const run = runOn(page)
  await seek(run, 3)
  await openDetails(run, 'SQL')
  await expect(run.button('inventory')).toBeVisible()
})

test('without Cache Storage the page opens from the network', async ({ page, host }) => {
  host.deploy(withFailingCaches(builtPage()))
  await page.goto(host.url + link)
  await expectControlled(page)
  const answer = await page.evaluate(
    () =>
      new Promise<unknown>((resolve) => {
        navigator.serviceWorker.addEventListener('message', ({ data }) => resolve(data), { once: true })
        navigator.serviceWorker.controller?.postMessage('break-caches')
      }),
  )
  expect(answer).toBe('broken')

  await page.reload()
  const run = runOn(page)
  await expect(run.slider).toBeVisible()
  expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  await seek(run, 3)
  await openDetails(run, 'SQL')
  await expect(run.button('inventory')).toBeVisible()
})

test('a full disk keeps nothing, and the page opens', async ({ page, host }) => {
  host.deploy(withFullDisk(builtPage()))
  await page.goto(host.url + link)
  await expect.poll(host.requested).toContain('service-worker.js')
  await expect.poll(() => installed(page)).toBe('failed')
  await page.reload()
  await seek(runOn(page), 3)
})

test('a tab that was open before two deployments finds its files, and they go when it is closed', async ({
  page,
  context,
  host,
}) => {
  const first = builtPage()
  await page.goto(host.url + link)
  await expectControlled(page)

  const other = await context.newPage()
  for (const mark of ['y', 'z']) {
    host.deploy(rebuilt(first, mark))
    await other.goto(host.url)
    await other.reload()
    await expect
      .poll(() => keptBuilds(other), 'the new build is kept')
      .toContainEqual(expect.stringMatching(new RegExp(`shell ${mark}`)))
    // What a page tells its worker while it loads must not keep that at work for as long as the page is open.
    await other.reload()
    await expect
      .poll(() => workersOf(other), 'its worker is in charge and has tidied up')
      .toEqual(['activated'])
  }
  const own = (await keptBuilds(other))[0] ?? ''
  expect(own, 'the build of the first tab').not.toMatch(/shell [yz]/)

  const run = runOn(page)
  await openDetails(run, 'SQL')
  await expect(run.button('inventory')).toBeVisible()
  await seek(run, 3)
  await expectAt(run, /^Event 3 /)

  await page.close()
  await other.reload()
  await expect
    .poll(() => keptBuilds(other), { message: 'its files are gone' })
    .not.toContainEqual(expect.stringMatching(own))
})

const simulator = /simulation\.worker-[^/]*\.js$/

for (const [at, { what, file, change, sentence }] of [
  {
    what: 'Postgres’s program has other bytes',
    file: /\.wasm$/,
    change: withOtherBytes,
    sentence: 'Postgres came damaged',
  },
  {
    what: 'Postgres’s files are cut off',
    file: /\.data$/,
    change: (bytes: Buffer) => bytes.subarray(0, bytes.length / 2),
    sentence: 'Postgres came damaged',
  },
  {
    what: 'the database has other bytes',
    file: /\.tar$/,
    change: withOtherBytes,
    sentence: 'Postgres came damaged',
  },
  {
    what: 'the database is whole and none',
    file: /\.tar$/,
    change: (bytes: Buffer) => gzipSync(Buffer.alloc(gunzipSync(bytes).length)),
    sentence: 'Postgres did not start',
  },
  {
    what: 'the worker vanishes at its first run',
    file: simulator,
    // Its lock comes late, as from a busy browser: the page has to know of a worker's end all the same.
    change: withPreludeOf(`const request = navigator.locks.request.bind(navigator.locks)
navigator.locks.request = async (...lock) => {
  await new Promise((resolve) => setTimeout(resolve, 5_000))
  return request(...lock)
}
addEventListener('message', (event) => {
  if (event.data.kind !== 'simulate') return
  event.stopImmediatePropagation()
  close()
})
`),
    sentence: 'The simulator has stopped: the browser has ended it. Try again to start a new one.',
  },
].entries())
  test(
    `where ${what} it says so, and trying again works once all is well`,
    unlessSampled(at % 2 === 0),
    async ({ page, host }) => {
      test.slow()
      host.alter(file, change)
      await page.goto(host.url + link)
      const run = runOn(page)
      await seek(run, 5)
      await page.keyboard.press('c')
      const told = run.verdict.getByRole('alert')
      await expect(told).toContainText(sentence)
      await expect(told).not.toContainText('[object')
      // It stays so as long as the damage does.
      await told.evaluate((alert) => alert.setAttribute('data-before', ''))
      await run.button('Try again').click()
      // It is another one: between the two there was none, for too short a time to look.
      await expect(run.verdict.locator('[role="alert"]:not([data-before])')).toContainText(sentence)

      host.repair()
      await run.button('Try again').click()
      await expectFaults(run, 2)
      await expect(page.getByRole('alert')).toHaveCount(0)
      await expect(run.slider).toHaveAttribute('aria-valuetext', /^Event \d+ of \d/)
    },
  )

/** In the middle, as a bad disk or a bad line leaves them. */
function withOtherBytes(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes)
  const middle = Math.floor(bytes.length / 2)
  return changed.fill(0x55, middle, middle + 64)
}

function withPreludeOf(code: string): (bytes: Buffer) => Buffer {
  return (bytes) => Buffer.concat([Buffer.from(code), bytes])
}

/** Names of the caches that hold a build each, the oldest first. */
async function keptBuilds(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => (await caches.keys()).filter((name) => name.includes(' shell ')))
}

/** The states of the workers that there are: one alone, `activated`, is the newest and is done with its start. */
async function workersOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration()
    const { installing, waiting, active } = registration ?? {}
    return [installing, waiting, active].flatMap((worker) => worker?.state ?? [])
  })
}

/** Waits until the worker answers for this page and has the shell. */
async function expectControlled(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
}

/** What has become of the worker that the page has registered. */
async function installed(page: Page): Promise<'active' | 'installing' | 'failed'> {
  return page.evaluate(async () => {
    // One that fails is unregistered.
    const registration = await navigator.serviceWorker.getRegistration()
    if (registration === undefined) return 'failed'
    return registration.active === null ? 'installing' : 'active'
  })
}

/** The worker's Cache Storage works while it is installed, and every call fails once a page says so. */
function withFailingCaches(build: Build): Build {
  return withPrelude(
    build,
    `let isBroken = false
self.addEventListener('message', ({ data, source }) => {
  if (data !== 'break-caches') return
  isBroken = true
  source.postMessage('broken')
})
for (const [of, names] of [[CacheStorage, ['open', 'match', 'keys', 'has', 'delete']], [Cache, ['match', 'put', 'keys', 'delete', 'add', 'addAll']]])
  for (const name of names) {
    const real = of.prototype[name]
    of.prototype[name] = function (...given) {
      return isBroken ? Promise.reject(new DOMException('planted', 'UnknownError')) : real.apply(this, given)
    }
  }
`,
  )
}

function withFullDisk(build: Build): Build {
  return withPrelude(
    build,
    `for (const name of ['put', 'add', 'addAll'])
  Cache.prototype[name] = () => Promise.reject(new DOMException('planted', 'QuotaExceededError'))
`,
  )
}

function withPrelude(build: Build, code: string): Build {
  const worker = build.get('service-worker.js') ?? Buffer.alloc(0)
  return new Map(build).set('service-worker.js', withPreludeOf(code)(worker))
}
