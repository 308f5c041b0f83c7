/** What the bundle runs is what Vitest's own compilation of the sources runs. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { scenario } from '#scenarios'
import { defaultInput, parsePlan } from '#simulator'
import * as fromSource from '../../e2e/determinism/simulate-all.ts'
import { repository } from './install.mjs'
import { load } from './load.mjs'
import * as simulateFromSource from './simulate.ts'

afterEach(() => vi.restoreAllMocks())

const plans = [
  '',
  'server/commit:reserveInventory#1=crash-after',
  'stripe/webhook:checkout.session.completed#1=drop(tries=all)',
  'server/commit:createOrder#1=crash-before(restart=never);server/commit:reserveInventory#1=crash-after',
]

test('each implementation leaves the same traces', async () => {
  const fromBundle = (await load('e2e/determinism/simulate-all.ts')) as typeof fromSource
  const inputs = scenario.implementations.flatMap(({ name }) =>
    plans.map((plan) => ({ ...defaultInput, implementation: name, servers: 2, plan: parsePlan(plan) })),
  )
  const hashes = await fromBundle.simulateAll(inputs)
  expect(new Set(hashes).size).toBeGreaterThan(scenario.implementations.length)
  expect(hashes).toEqual(await fromSource.simulateAll(inputs))
})

test.each(scenario.implementations.map(({ name }) => name))(
  'simulate --json prints the same of %s: hashes, tables and reasons',
  async (implementation) => {
    const { run } = (await load('src/cli/simulate.ts')) as typeof simulateFromSource
    const argv = ['--implementation', implementation, '--plan', plans[1] ?? '', '--json']
    const printed = vi.spyOn(console, 'log').mockReturnValue(undefined)
    expect([await run(argv), await simulateFromSource.run(argv)]).toEqual([0, 0])
    const [bundled, compiled] = printed.mock.calls.flat().map((text) => JSON.parse(String(text)) as unknown)
    expect(bundled).toHaveProperty('traceHash')
    expect(bundled).toEqual(compiled)
  },
)

test('only entries of the bundle can be loaded', async () => {
  await expect(load('src/cli/story.ts')).rejects.toThrow('src/cli/story.ts is not an entry of the bundle.')
})

test('a command that fails names the line of the TypeScript', () => {
  const plant = "data:text/javascript,console.log = () => { throw new Error('planted') }"
  const words = ['--import', plant, 'src/cli/main.mjs', 'simulate', '--help']
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: repository, encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toContain('Error: planted')
  expect(stderr).toMatch(/ at \w+ \(.*simulate\.ts:\d+:\d+\)/)
  expect(stderr).toContain(join(repository, 'src/cli/simulate.ts'))
})
