/**
 * Inputs that are told in the rarer words: chance would draw few of them. Property tests of what is said begin with
 * these.
 */
import { defaultInput, parsePlan, type Input } from '#simulator'

export interface TellingInput {
  /** Id of the answer that it is here for. */
  readonly answer: string
  readonly input: Input
}

interface Row {
  readonly implementation: string
  readonly customers: string
  readonly plan?: string
  /** Guards that are switched off. */
  readonly without?: readonly string[]
  readonly stock?: number
}

const completed = 'stripe/webhook:checkout.session.completed#1'
const expired = 'stripe/webhook:checkout.session.expired#1'
const create = 'server/stripe.checkout.sessions.create#1'

const rows: readonly (readonly [answer: string, row: Row])[] = [
  [
    'taken-too-many',
    { implementation: 'naive', customers: 'pays', plan: 'server/commit:reserveInventory#1=crash-after' },
  ],
  ['paid-unshipped', { implementation: 'naive', customers: 'pays', plan: `${completed}=drop(tries=all)` }],
  ['paid-unshipped', { implementation: 'naive', customers: 'pays', without: ['rawBody'] }],
  ['cart-charged', { implementation: 'naive', customers: 'pays-both' }],
  ['units-missing', { implementation: 'naive', customers: 'leaves', plan: `${expired}=duplicate` }],
  [
    'stock-off',
    { implementation: 'naive', customers: 'leaves', plan: 'server/commit:undoOrder#1=crash-after' },
  ],
  [
    'stock-adds-up',
    { implementation: 'durable', customers: 'leaves', plan: 'server/commit:undoOrder#1=crash-after' },
  ],
  [
    'nothing-held',
    { implementation: 'durable', customers: 'leaves', plan: 'server/commit:reserveInventory#1=crash-after' },
  ],
  ['shipped-first', { implementation: 'naive', customers: 'settles-later' }],
  ['cart-pages', { implementation: 'naive', customers: 'double-clicks' }],
  [
    'shipped-too-many',
    { implementation: 'naive', customers: 'pays', plan: 'server/commit:fulfillOrder#1=crash-after' },
  ],
  [
    'shipped-once',
    { implementation: 'durable', customers: 'pays', plan: 'server/commit:fulfillOrder#1=crash-after' },
  ],
  [
    'reserved-once',
    { implementation: 'durable', customers: 'pays', plan: 'server/commit:reserveInventory#1=crash-after' },
  ],
  ['no-payment', { implementation: 'durable', customers: 'leaves' }],
  [
    'free-unshipped',
    { implementation: 'naive', customers: 'free-order', plan: `${completed}=drop(tries=all)` },
  ],
  ['free-otherwise', { implementation: 'naive', customers: 'free-order', plan: `${completed}=duplicate` }],
  ['free-shipped', { implementation: 'durable', customers: 'free-order' }],
  ['free-shipped', { implementation: 'state-machine', customers: 'free-order,free-order', stock: 1 }],
  ['unpaid-held', { implementation: 'naive', customers: 'poison' }],
  [
    'stuck',
    { implementation: 'naive', customers: 'gives-up', plan: 'server/begin:reserveInventory#1=crash-before' },
  ],
  ['pages', { implementation: 'durable', customers: 'pays', plan: `${create}=crash-after` }],
  [
    'taken-too-many',
    {
      implementation: 'at-least-once',
      customers: 'pays',
      plan: 'server/commit:reserveInventory#1=crash-after',
    },
  ],
  [
    'unsigned-effect',
    {
      implementation: 'durable',
      customers: 'pays',
      plan: `${completed}=forge`,
      without: ['verifySignature'],
    },
  ],
  [
    'shipped-unpaid',
    { implementation: 'naive', customers: 'leaves', plan: `${expired}=forge`, without: ['verifySignature'] },
  ],
  ['sold', { implementation: 'durable', customers: 'pays', plan: `${completed}=forge` }],
  ['sold-after', { implementation: 'durable', customers: 'pays', plan: `${completed}=drop(tries=all)` }],
  ['sold', { implementation: 'durable', customers: 'pays', plan: `${completed}=duplicate` }],
  [
    'no-page',
    {
      implementation: 'state-machine',
      customers: 'pays',
      plan: `${create}=response-lost`,
      without: ['databaseTime', 'clientRetries'],
    },
  ],
  [
    'taken-too-many',
    {
      implementation: 'state-machine',
      customers: 'double-clicks',
      plan: 'server/begin:reserveInventory#1=preempt',
      without: ['guardedUpdates'],
    },
  ],
  ['sold-out', { implementation: 'naive', customers: 'pays,pays', without: ['conditionalStock'], stock: 1 }],
]

export const tellingInputs: readonly TellingInput[] = rows.map(
  ([answer, { implementation, customers, plan = '', without = [], stock = defaultInput.stock }]) => ({
    answer,
    input: {
      ...defaultInput,
      implementation,
      customers: customers.split(','),
      guards: Object.fromEntries(without.map((guard) => [guard, false])),
      stock,
      plan: parsePlan(plan),
    },
  }),
)

/** As fast-check takes them: it tries these before it draws others. */
export const examples: [Input][] = tellingInputs.map(({ input }) => [input])
