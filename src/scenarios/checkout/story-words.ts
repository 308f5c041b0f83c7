/** What the checkout's transactions do, in a word or two each: for the line that tells a lane. */
import type { Json } from '#engine'
import type { Run } from '#simulator'
import type { EffectWords, FoundWords, StoryWords } from '#simulator/scenario.ts'
import type { RowChange } from '#simulator/trace.ts'

const effects: readonly EffectWords[] = [
  {
    id: 'paid',
    sign: (changes) => (adds(changes, 'stripe.charges') ? 1 : 0),
    done: 'paid',
    again: 'charged again',
    kept: 'not charged again',
    isWrongTwice: true,
    isRoutine: true,
  },
  {
    id: 'shipped',
    sign: (changes) => (adds(changes, 'shipments') ? 1 : 0),
    done: 'shipped',
    again: 'shipped again',
    kept: 'not shipped again',
    isWrongTwice: true,
    isRoutine: false,
  },
  {
    id: 'reserved',
    sign: (changes) => signOf(-stockChange(changes)),
    done: 'reserved',
    again: 'reserved again',
    undone: 'put back',
    kept: 'not reserved again',
    isWrongTwice: true,
    isRoutine: false,
  },
  {
    id: 'page',
    sign: (changes) => (adds(changes, 'stripe.sessions') ? 1 : 0),
    done: 'payment page',
    again: 'second payment page',
    kept: 'no second payment page',
    single: 'one page',
    isWrongTwice: true,
    isRoutine: true,
  },
  {
    id: 'cancelled',
    sign: (changes) => (changes.some(isCancelled) ? 1 : 0),
    done: 'cancelled',
    again: 'cancelled',
    kept: 'not cancelled again',
    isWrongTwice: false,
    isRoutine: false,
  },
  {
    id: 'ordered',
    sign: (changes) => (adds(changes, 'orders') ? 1 : 0),
    done: 'ordered',
    again: 'second order',
    kept: 'no second order',
    isWrongTwice: false,
    isRoutine: false,
  },
]

const found: readonly FoundWords[] = [
  { label: /^commit:createOrder$/, isRepeated: true, words: 'order found' },
  { label: /^commit:reserveInventory$/, isRepeated: true, words: 'reservation found' },
  { label: /^commit:fulfillOrder$/, isRepeated: true, words: 'already shipped' },
  { label: /^commit:undoOrder$/, isRepeated: true, words: 'already put back' },
  { label: /^send:payment$/, isRepeated: true, words: 'message already there' },
  { label: /^noteEvent$/, isRepeated: true, words: 'event already noted' },
  { label: /^poll$/, isRepeated: false, words: 'poller finds the order' },
]

export const storyWords: StoryWords = { effects, found, retries: 'clicks again', leftWrong }

/** Read from the rows alone: an order that is open, money without a parcel, units that no order accounts for. */
function leftWrong({ tables, trace }: Run): readonly string[] {
  const rows = (table: string) => tables[table] ?? []
  const shipped = new Set(rows('shipments').map((row) => row['order_id']))
  const reserved = new Set(rows('reservations').map((row) => row['order_id']))
  const paid = [...rows('stripe.charges'), ...rows('stripe.sessions').filter(isFree)]
  const charged = new Set(paid.map((row) => row['order_id']))
  const open = rows('orders').filter(({ status }) => status !== 'FULFILLED' && status !== 'CANCELLED')
  const unshipped = rows('orders').filter(({ id }) => charged.has(id ?? null) && !shipped.has(id ?? null))
  const unpaid = rows('orders').filter(({ id }) => shipped.has(id ?? null) && !charged.has(id ?? null))
  const accounted = rows('orders').filter(({ id }) => shipped.has(id ?? null) || reserved.has(id ?? null))
  const taken = total(rows('inventory'), 'initial_stock') - total(rows('inventory'), 'stock')
  // The rows that are left do not show it: the money came later.
  const shippedTooSoon = trace.some(({ what }) => what.kind === 'violated' && what.invariant === 'S11')
  const missing = taken - total(accounted, 'quantity')
  return [
    ...unshipped.map(() => 'paid, not shipped'),
    ...unpaid.map(() => 'shipped, not paid'),
    ...(unpaid.length === 0 && shippedTooSoon ? ['shipped before paid'] : []),
    ...(missing > 0 ? [`${missing} missing`] : []),
    ...open.filter((order) => !unshipped.includes(order)).map(({ id }) => `${textOf(id)} stuck`),
  ]
}

function isFree(session: { readonly [column: string]: unknown }): boolean {
  return session['payment_status'] === 'no_payment_required'
}

function total(rows: readonly { readonly [column: string]: unknown }[], column: string): number {
  return rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0)
}

function textOf(id: Json | undefined): string {
  return typeof id === 'string' ? id : JSON.stringify(id ?? null)
}

function adds(changes: readonly RowChange[], table: string): boolean {
  return changes.some((change) => change.table === table && change.before === null)
}

/** Units that come back to the stock; negative of those that leave it. */
function stockChange(changes: readonly RowChange[]): number {
  return changes
    .filter(({ table }) => table === 'inventory')
    .reduce(
      (sum, { before, after }) => sum + Number(after?.['stock'] ?? 0) - Number(before?.['stock'] ?? 0),
      0,
    )
}

function isCancelled({ table, before, after }: RowChange): boolean {
  return table === 'orders' && before?.['status'] !== 'CANCELLED' && after?.['status'] === 'CANCELLED'
}

function signOf(value: number): -1 | 0 | 1 {
  return value > 0 ? 1 : value < 0 ? -1 : 0
}
