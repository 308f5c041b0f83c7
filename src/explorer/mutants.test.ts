/** That the explorer finds what is wrong: small wrong edits of the durable checkout, each of which a single fault shows. */
import { afterEach, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { mutants, mutate } from '#scenarios/checkout/testing/mutants.ts'
import { basesOf, openExplorer, type Explorer } from './testing/exploring.ts'

let explorer: Explorer
afterEach(() => explorer.close())

test.each([
  ['the checkpoint in a commit of its own', 'S8'],
  ['the key made anew for each call', 'S9'],
] as const)('durable with %s: found by %s', { timeout: 120_000 }, async (name, id) => {
  explorer = await openExplorer(mutate(scenario, mutants[name]))
  const bases = basesOf('durable', { customers: [['pays']] })
  const { failing } = await explorer.explore({ bases, palette: 'short' })
  expect(failing.flatMap(({ counterexample }) => counterexample.invariants)).toContain(id)
})
