/** What is left of a checkout, in four numbers, read from the committed rows and nothing else. */
import type { Json } from '#engine'
import type { JsonRow, Tables } from '#simulator'
import type { Left, Receipt } from '#simulator/scenario.ts'

export interface Receipts {
  readonly chargedCents: number
  readonly payments: number
  readonly parcels: number
  readonly stock: number
  /** Units that left the stock for orders that have not shipped. */
  readonly held: number
  /** Units of orders that have shipped. */
  readonly sold: number
  readonly orders: readonly { readonly id: string; readonly status: string }[]
  /** Units of orders that hold or have shipped some; each order is counted once. */
  readonly accounted: number
  /** True where one session was charged, or one order shipped, more than once. */
  readonly chargedTwice: boolean
  readonly shippedTwice: boolean
}

/** @param tables Committed rows at the cursor, by table. */
export function receiptsOf(tables: Tables): Receipts {
  const charges = tables['stripe.charges'] ?? []
  const shipments = tables['shipments'] ?? []
  const orders = tables['orders'] ?? []
  const shipped = new Set(shipments.map((row) => row['order_id']))
  const reserved = new Set((tables['reservations'] ?? []).map((row) => row['order_id']))
  const unshipped = (tables['reservations'] ?? []).filter((row) => !shipped.has(row['order_id']))
  return {
    chargedCents: sum(charges, 'amount_cents'),
    payments: charges.length,
    parcels: shipments.length,
    stock: sum(tables['inventory'] ?? [], 'stock'),
    held: sum(unshipped, 'quantity'),
    sold: sum(
      orders.filter((row) => shipped.has(row['id'])),
      'quantity',
    ),
    accounted: sum(
      orders.filter((row) => shipped.has(row['id']) || reserved.has(row['id'])),
      'quantity',
    ),
    orders: orders.map((row) => ({ id: textOf(row['id']), status: textOf(row['status']) })),
    chargedTwice: hasTwice(charges, 'order_id'),
    shippedTwice: hasTwice(shipments, 'order_id'),
  }
}

/** The four columns of the page. Only the verdict on the whole run says whether a number is wrong. */
export function receiptColumns({ tables, stock: initial, tone, isEnd }: Left): readonly Receipt[] {
  const receipts = receiptsOf(tables)
  const { chargedCents, payments, parcels, stock, held, sold, chargedTwice, shippedTwice } = receipts
  // What is held, open or still to be shipped is wrong only if nothing more comes.
  const lasting = (tone === 'stuck' || tone === 'violated') && isEnd ? tone : null
  const taken = initial - stock
  const isLost = tone === 'violated' && taken > receipts.accounted
  return [
    {
      name: 'Charged',
      value: euros(chargedCents),
      detail: chargedTwice ? `${payments} times` : count(payments, 'payment'),
      tone: chargedTwice ? 'violated' : null,
    },
    {
      name: 'Shipped',
      value: String(parcels),
      detail: shippedTwice ? 'twice' : parcelWord(parcels),
      tone: shippedTwice || (lasting === 'violated' && parcels < payments) ? 'violated' : null,
    },
    {
      name: `Stock of ${initial}`,
      value: `${stock} left`,
      detail: isLost ? `${taken - receipts.accounted} missing` : stockWords(held, sold),
      tone: isLost ? 'violated' : held > 0 ? lasting : null,
    },
    { name: 'Order', ...orderWords(receipts), tone: receipts.orders.some(isOpen) ? lasting : null },
  ]
}

function isOpen({ status }: Receipts['orders'][number]): boolean {
  return status !== 'FULFILLED' && status !== 'CANCELLED'
}

function stockWords(held: number, sold: number): string {
  const parts = [held > 0 || sold === 0 ? `${held} held` : '', sold > 0 ? `${sold} sold` : '']
  return parts.filter((part) => part !== '').join(', ')
}

function orderWords({ orders }: Receipts): Pick<Receipt, 'value' | 'detail'> {
  const [first] = orders
  if (first === undefined) return { value: 'None', detail: 'no order yet' }
  if (orders.length === 1) return { value: statusWord(first.status), detail: '1 order' }
  const statuses = orders.map(({ status }) => statusWord(status).toLowerCase())
  const isOne = statuses.every((status) => status === statuses[0])
  const all = orders.length === 2 ? 'both' : 'all'
  return { value: `${orders.length} orders`, detail: isOne ? `${all} ${statuses[0]}` : statuses.join(', ') }
}

function count(number: number, noun: string): string {
  return `${number === 0 ? 'no' : number} ${noun}${number > 1 ? 's' : ''}`
}

/** `€18`, `€18.50`. */
export function euros(cents: number): string {
  return `€${(cents / 100).toFixed(cents % 100 === 0 ? 0 : 2)}`
}

/** `PENDING` as `Pending`. */
export function statusWord(status: string): string {
  const words = status.replaceAll('_', ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}

function sum(rows: readonly JsonRow[], column: string): number {
  return rows.reduce((total, row) => total + Number(row[column] ?? 0), 0)
}

function hasTwice(rows: readonly JsonRow[], column: string): boolean {
  return new Set(rows.map((row) => row[column])).size < rows.length
}

function parcelWord(parcels: number): string {
  return parcels === 0 ? '' : parcels === 1 ? 'parcel' : 'parcels'
}
