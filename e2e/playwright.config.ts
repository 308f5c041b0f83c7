import { createServer, type AddressInfo } from 'node:net'
import { defineConfig, type PlaywrightTestConfig } from '@playwright/test'
import { browserArguments, testBrowser } from '../src/cli/browser.mjs'

/**
 * The built page in a real Chromium, on a desk and on a phone, and under a sub-path as on a static host.
 *
 * A test runs on the desktop unless it is tagged: `@phone` runs on the phone instead, `@everywhere` on both
 * and under the sub-path, `@whole` only with `npm test -- --whole`. Open pages with `page.goto('./')`, which keeps the
 * path that they are served from.
 */
const rootPort = await portFor('PAGE_PORT')
const subPathPort = await portFor('SUB_PATH_PORT')

/** A free port, kept in the environment: Playwright reads this file once more in each worker. */
async function portFor(name: string): Promise<number> {
  const known = process.env[name]
  if (known !== undefined) return Number(known)
  const server = createServer()
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
  server.close()
  process.env[name] = String(port)
  return port
}

function served(port: number, base: string): { url: string; command: string } {
  const command = `node src/cli/start.mjs --no-build --strict-port --port ${port} --base ${base}`
  return { url: `http://127.0.0.1:${port}${base}`, command }
}

const atRoot = served(rootPort, '/')
const atSubPath = served(subPathPort, '/talks/crashcart/')

const executablePath = testBrowser()

/**
 * Time-outs end a test that hangs; they measure nothing. A test whose run is not embedded in the page starts Postgres
 * first. That takes 3 s on a quiet machine with two cores, and up to 25 s where other work competes for them. One
 * expectation waits for three times as long, and some more; a test has several.
 */
const expectMs = 90_000
const testMs = 4 * expectMs

/** Of tests that differ by a parameter only `npm test` runs a sample; `npm test -- --whole` runs all. */
const leftOut = process.env['CRASHCART_WHOLE'] === '1' ? [] : [/@whole/]

/** A page that is broken fails everywhere: so many failures say so, and each more would wait for its time-out. */
const maxFailures = 20

/** Most tests ask Postgres too little to win back what V8 takes to optimize it: without that they take a fifth less. */
const compilerArguments = ['--js-flags=--liftoff-only']

const desktop = { viewport: { width: 1280, height: 800 } }
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

const config: PlaywrightTestConfig = defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  reporter: 'list',
  retries: 0,
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  maxFailures,
  timeout: testMs,
  expect: { timeout: expectMs },
  use: {
    browserName: 'chromium',
    // They answer behind `page.route`; offline.spec.ts alone lets them.
    serviceWorkers: 'block',
    launchOptions: {
      args: [...browserArguments, ...compilerArguments],
      ...(executablePath ? { executablePath } : {}),
    },
    // A trace of every test costs a fifth of the whole: tests that are asked for by name have one.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desktop', grepInvert: [/@phone/, ...leftOut], use: { baseURL: atRoot.url, ...desktop } },
    {
      name: 'phone',
      grep: /@phone|@everywhere/,
      grepInvert: leftOut,
      use: { baseURL: atRoot.url, ...phone },
    },
    { name: 'sub-path', grep: /@everywhere/, use: { baseURL: atSubPath.url, ...desktop } },
  ],
  webServer: [atRoot, atSubPath].map((server) => ({ ...server, cwd: '..', timeout: testMs })),
})

export default config
