/** Random inputs with two customers and two servers, most of them with faults. */
import fc from 'fast-check'
import { scenario } from '#scenarios'
import { defaultInput, parsePlan, type Fault, type Input } from '#simulator'

const { implementations, customers, labels } = scenario.vocabulary

const subject = fc.constantFrom('', '@order-2')
const crash = fc
  .tuple(
    fc.constantFrom(...labels.filter((label) => !/^(request|webhook|pay)/.test(label))),
    subject,
    fc.integer({ min: 1, max: 2 }),
    fc.constantFrom('crash-before', 'crash-after', 'crash-after(restart=never)', 'crash-before(restart=2s)'),
  )
  .map(([label, of, occurrence, kind]) => `server/${label}${of}#${occurrence}=${kind}`)
const webhook = fc
  .tuple(
    fc.constantFrom('checkout.session.completed', 'checkout.session.expired'),
    subject,
    fc.constantFrom('drop', 'drop(tries=all)', 'duplicate', 'delay', 'delay(by=2s)', 'forge'),
  )
  .map(([type, of, kind]) => `stripe/webhook:${type}${of}#1=${kind}`)
const lost = fc.constantFrom('customer/request:checkout#1=drop', 'server/response:checkout@order-2#1=drop')
const fault: fc.Arbitrary<readonly Fault[]> = fc.oneof(crash, crash, webhook, lost).map(parsePlan)

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
  plan: fc.array(fault, { maxLength: 3 }).map((faults) => faults.flat()),
})

/** The same for the same seed. */
export function randomInputs(count: number, seed: number): readonly Input[] {
  return fc.sample(input, { numRuns: count, seed })
}
