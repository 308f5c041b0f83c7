/** Random inputs with two customers and two servers, most of them with faults, of every kind. */
import fc from 'fast-check'
import { scenario } from '#scenarios'
import { randomPlan } from '#scenarios/checkout/testing/random-faults.ts'
import { defaultInput, type Input } from '#simulator'

const { implementations, customers } = scenario.vocabulary

const input: fc.Arbitrary<Input> = fc.record({
  version: fc.constant(defaultInput.version),
  scenario: fc.constant(scenario.name),
  implementation: fc.constantFrom(...implementations),
  guards: fc.constant({}),
  customers: fc.tuple(fc.constantFrom(...customers), fc.constantFrom(...customers)),
  stock: fc.integer({ min: 1, max: 3 }),
  servers: fc.constant(2),
  // The default seed keeps the order in which operations were asked for, where others shuffle it: whether both ask in
  // the same order shows in the first alone.
  seed: fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 1_000_000 })),
  settleMs: fc.constantFrom(60_000, 7_200_000),
  paymentSettlesMs: fc.constantFrom(86_400_000, 6 * 86_400_000),
  plan: randomPlan(3),
})

/** The same for the same seed. */
export function randomInputs(count: number, seed: number): readonly Input[] {
  return fc.sample(input, { numRuns: count, seed })
}
