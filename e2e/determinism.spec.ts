import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from './test.ts'
import { build, preview, type PreviewServer } from 'vite'
import { load } from '../src/cli/load.mjs'
import { programPlugin } from '../src/program/plugin.ts'
import type { randomInputs } from './determinism/inputs.ts'
import type { simulateAll } from './determinism/simulate-all.ts'

const root = fileURLToPath(new URL('./determinism', import.meta.url))
let folder = ''
let server: PreviewServer

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crashcart-determinism-'))
  const common = {
    configFile: false,
    root,
    logLevel: 'error',
    build: { outDir: folder, target: 'es2023' },
  } as const
  const plugins = () => [programPlugin({ root: fileURLToPath(new URL('..', import.meta.url)) })]
  await build({ ...common, plugins: plugins(), worker: { format: 'es', plugins } })
  server = await preview({ ...common, preview: { port: 0, host: '127.0.0.1' } })
})

test.afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

/** `npm test -- --whole` has a thousand. */
const count = process.env['CRASHCART_WHOLE'] === '1' ? 1_000 : 200

test('random inputs with two servers busy at once give the same traces in Node and in Chromium', async ({
  page,
}) => {
  test.slow()
  const inNode = (await load('e2e/determinism/simulate-all.ts')) as { simulateAll: typeof simulateAll }
  const random = (await load('e2e/determinism/inputs.ts')) as { randomInputs: typeof randomInputs }
  const inputs = random.randomInputs(count, 20_301)
  await page.goto(server.resolvedUrls?.local[0] ?? '')
  const [browserHashes, nodeHashes] = await Promise.all([
    page.evaluate((all) => window.hashesOf(all), inputs),
    inNode.simulateAll(inputs),
  ])
  expect(new Set(nodeHashes).size).toBeGreaterThan(inputs.length / 2)
  expect(browserHashes).toEqual(nodeHashes)
})
