/** Faults of every kind at every kind of operation, as fast-check draws them. */
import fc from 'fast-check'
import { faultKinds, formatPoint, kindsAt, parsePlan, type Fault, type Plan, type Point } from '#simulator'
import { definitionOf } from '#simulator/faults/registry.ts'
import { checkoutCatalogue } from '../catalogue.ts'

const { labels } = checkoutCatalogue.vocabulary

function pointAt(offered: readonly string[]): fc.Arbitrary<Point> {
  return fc
    .record({
      label: fc.constantFrom(...offered),
      subject: fc.constantFrom('order-1', 'order-1', 'order-2'),
      occurrence: fc.integer({ min: 1, max: 2 }),
    })
    .map((drawn) => ({ ...drawn, role: roleOf(drawn.label) }))
}

function roleOf(label: string): Point['role'] {
  if (label === 'pay' || label.startsWith('request:')) return 'customer'
  return label.startsWith('webhook:') ? 'stripe' : 'server'
}

/** Besides the defaults. */
const parameters: { readonly [kind in Fault['kind']]?: readonly string[] } = {
  'crash-before': ['', '(restart=never)', '(restart=2s)'],
  'crash-after': ['', '(restart=never)', '(restart=2s)'],
  freeze: ['', '(for=11s)', '(for=5min)'],
  'clock-jump': ['', '(by=-10min)', '(by=3s)'],
  drop: ['', '(tries=all)'],
  delay: ['', '(by=2s)'],
  replay: ['', '(by=10min)'],
}

const elsewhere = faultKinds.flatMap((kind) =>
  definitionOf(kind).place.targets.map((target) => `${kind}(target=${target})`),
)

function faultAt(at: Point): fc.Arbitrary<string> {
  const here = kindsAt(at).flatMap((kind) => (parameters[kind] ?? ['']).map((text) => `${kind}${text}`))
  // Where nothing of its own can go wrong, something can elsewhere at that moment.
  const own = here.length === 0 ? elsewhere : here
  return fc
    .oneof(
      { arbitrary: fc.constantFrom(...own), weight: 6 },
      { arbitrary: fc.constantFrom(...elsewhere), weight: 1 },
    )
    .map((kind) => `${formatPoint(at)}=${kind}`)
}

/**
 * @param most faults in a plan
 * @param offered labels of operations: of one implementation more of them occur
 */
export function randomPlan(most: number, offered = labels): fc.Arbitrary<Plan> {
  return fc
    .array(pointAt(offered).chain(faultAt), { maxLength: most })
    .map((faults) => parsePlan(faults.join(';')))
}
