import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test, type Worker } from './test.ts'
import { eventCount, expectAt, expectFaults, openRun, seek, openDetails } from './run-page.ts'

/** CONTRACT.md's, to the letter. */
const policy =
  "default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'self' 'wasm-unsafe-eval' blob:; worker-src 'self' blob:; connect-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'"

// What the service worker asks for counts too.
test.use({ serviceWorkers: 'allow' })

test('a whole session asks nobody but the page’s own server', async ({ page, baseURL }) => {
  const asked: string[] = []
  page.context().on('request', (request) => asked.push(request.url()))
  const run = await openRun(page)
  await run.button('Lose webhook once').click()
  await expectFaults(run, 2)
  await run.lane('Durable').click()
  await expect(run.lane('Durable')).toHaveAttribute('aria-selected', 'true')
  for (const tab of ['Event', 'Code', 'Messages', 'SQL']) await openDetails({ page }, tab)
  await run.button('orders').click()
  await expect(page.getByRole('region', { name: 'Answer' }).getByRole('status')).toHaveText('1 row.')
  await run.button('Share').click()
  await page.keyboard.press('Escape')
  await run.button('Help').click()
  await page.keyboard.press('Escape')

  const own = new URL(baseURL ?? '').origin
  const foreign = asked.filter((url) => new URL(url).origin !== own && !/^(blob|data):/.test(url))
  expect(asked.some((url) => url.endsWith('.wasm'))).toBe(true)
  expect(foreign).toEqual([])
})

test('the policy is the one that was agreed on', async ({ page }) => {
  await page.goto('./')
  await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveAttribute('content', policy)
})

test('no markup can change where the page’s addresses lead, and no form can send anything', async ({
  page,
}) => {
  const refused: string[] = []
  page.on('console', (message) => {
    const directive = /"((?:base-uri|form-action) 'none')"/.exec(message.text())?.[1]
    if (directive !== undefined) refused.push(directive)
  })
  await openRun(page)
  const foreign = 'http://127.0.0.1:9/'
  await page.evaluate((address) => {
    const base = document.createElement('base')
    base.href = address
    document.head.append(base)
    const form = document.createElement('form')
    form.action = address
    document.body.append(form)
    form.submit()
  }, foreign)
  await expect.poll(() => refused.toSorted()).toEqual(["base-uri 'none'", "form-action 'none'"])
  expect(await page.evaluate(() => document.baseURI)).not.toContain(foreign)
})

test('inside the workers no other origin can be reached, and no text becomes code', async ({ page }) => {
  let reached = 0
  const elsewhere = createServer((_request, response) => {
    reached += 1
    response.setHeader('access-control-allow-origin', '*').end('reached')
  })
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  const foreign = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`
  try {
    const run = await openRun(page, 'implementation=naive&customers=pays&cursor=start')
    await expectFaults(run, 0)
    await openDetails({ page }, 'SQL')
    await run.button('orders').click()
    await expect(page.getByRole('region', { name: 'Answer' }).getByRole('status')).toHaveText('No rows.')
    const workers = page.workers()
    expect(workers, 'the simulation runs in a worker, and so does the SQL console').toHaveLength(2)
    for (const worker of workers)
      expect(await attempts(worker, foreign)).toEqual({
        fetch: 'refused',
        post: 'refused',
        socket: 'refused',
        newFunction: 'refused',
        import: 'refused',
        ownOrigin: 'allowed',
      })
    expect(reached).toBe(0)
  } finally {
    elsewhere.close()
  }
})

/** What a script inside the worker that wants out would try. */
function attempts(worker: Worker, foreign: string): Promise<Record<string, string>> {
  return worker.evaluate(async (address) => {
    const outcome = (work: () => unknown) =>
      Promise.resolve()
        .then(work)
        .then(
          () => 'allowed',
          () => 'refused',
        )
    const socket = () =>
      new Promise((resolve, reject) => {
        const opened = new WebSocket(address.replace('http', 'ws'))
        opened.onopen = resolve
        opened.onerror = reject
      })
    return {
      fetch: await outcome(() => fetch(address)),
      post: await outcome(() => fetch(address, { method: 'POST', mode: 'no-cors', body: 'rows' })),
      socket: await outcome(socket),
      newFunction: await outcome(() => Reflect.construct(Function, ['return 1'])),
      import: await outcome(() => import(/* @vite-ignore */ address)),
      ownOrigin: await outcome(() => fetch(new URL('/', location.origin))),
    }
  }, foreign)
}

test('a new crash gives a new run', { tag: '@everywhere' }, async ({ page }) => {
  const run = await openRun(page)
  const before = await eventCount(run)
  await seek(run, 5)
  await page.keyboard.press('w')
  await expectFaults(run, 2)
  await expectAt(run, /the “completed” webhook is lost/)
  expect(await eventCount(run)).not.toBe(before)
})
