import { expect, test } from 'vitest'
import { defaultInput, parsePlan } from '#simulator'
import { commandLine, embedding, regressionTest } from './share-texts.ts'

test('the command line says what differs from the default, quoted for a shell', () => {
  const plan = parsePlan('server/commit:reserveInventory#1=crash-after;stripe/webhook:x#1=drop(tries=all)')
  expect(
    commandLine({ ...defaultInput, implementation: 'durable', stock: 1, guards: { poller: false }, plan }),
  ).toBe(
    "npm run --silent simulate -- --implementation durable --stock 1 --plan 'server/commit:reserveInventory#1=crash-after;stripe/webhook:x#1=drop(tries=all)' --without poller --json",
  )
})

test('an embedding escapes what would end an attribute', () => {
  expect(embedding('https://x/#a=1&b=2', 'Is it "once"?')).toContain(
    'src="https://x/#a=1&amp;b=2" title="Is it &quot;once&quot;?"',
  )
})

test('a test is a file that says what must hold, and what is violated today', () => {
  const plan = parsePlan('server/commit:reserveInventory#1=crash-after')
  const input = { ...defaultInput, implementation: 'naive', seed: 3, guards: { cartKey: true }, plan }
  expect(regressionTest(input, "Is Alice's mug \\ reserved twice?", ['S5', 'L1'])).toBe(
    String.raw`import { expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { parseInput } from '#simulator'
import { openDatabase } from '#simulator/database.ts'
import { createSimulator } from '#simulator/simulate.ts'

test('Is Alice\'s mug \\ reserved twice?', async () => {
  const fields = {
    implementation: 'naive',
    guards: 'cartKey',
    seed: '3',
    plan: 'server/commit:reserveInventory#1=crash-after',
  }
  const { input, problems } = parseInput(fields, scenario.vocabulary)
  expect(problems).toEqual([])
  const database = await openDatabase()
  const { verdicts } = await createSimulator(database, scenario).simulate(input)
  await database.close()
  // Violated when this was copied: S5, L1.
  expect(verdicts.filter(({ outcome }) => outcome !== 'holds').map(({ id }) => id)).toEqual([])
})
`,
  )
  expect(regressionTest(input, '?', [])).not.toContain('Violated')
})
