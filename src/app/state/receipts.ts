/** What is left at the cursor, in four numbers, read from the committed rows and nothing else. */
import type { Json } from '#engine'
import type { JsonRow, Tables } from '#simulator'
import type { RowState, TableState } from '#simulator/tables.ts'

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

/** The committed rows of tables that also show what is not committed yet. */
export function committedRows(tables: readonly TableState[]): Tables {
  return Object.fromEntries(tables.map((table) => [table.name, table.rows.flatMap(committedRow)]))
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

/** A pending row as it still is for everybody else: none where it was only inserted. */
function committedRow({ status, change, cells }: RowState): readonly JsonRow[] {
  if (status === 'pending' && change === 'inserted') return []
  const isOld = status === 'pending' && change === 'updated'
  return [
    Object.fromEntries(
      cells.map((cell) => [cell.column, (isOld && cell.changed ? cell.before : cell.value) ?? null]),
    ),
  ]
}
