/** What the final rows of a checkout come to. */
import type { JsonRow, Run } from '#simulator'
import { receiptsOf } from '../receipts.ts'

export interface Figures {
  /** Units of all carts for which there is an order. */
  readonly ordered: number
  /** Units that left the stock; negative where more came back. */
  readonly taken: number
  /** Units that left the stock for no order; negative: units too many in stock. */
  readonly missing: number
  readonly shipped: number
  /** Units of the orders that are paid, or cost nothing. */
  readonly paid: number
  readonly payments: number
  /** Payment pages that Stripe made. */
  readonly pages: number
}

export function figuresOf({ tables }: Pick<Run, 'tables'>): Figures {
  const rows = (table: string) => tables[table] ?? []
  const orders = rows('orders')
  const settled = new Set(rows('stripe.sessions').flatMap((row) => (isSettled(row) ? [row['order_id']] : [])))
  const carts = new Map(orders.map((row) => [row['cart_id'], Number(row['quantity'])]))
  const { accounted, payments, stock } = receiptsOf(tables)
  const taken = total(rows('inventory'), 'initial_stock') - stock
  return {
    ordered: [...carts.values()].reduce((sum, quantity) => sum + quantity, 0),
    taken,
    missing: taken - accounted,
    shipped: total(rows('shipments'), 'quantity'),
    paid: total(
      orders.filter(({ id }) => settled.has(id)),
      'quantity',
    ),
    payments,
    pages: rows('stripe.sessions').length,
  }
}

function isSettled(session: JsonRow): boolean {
  const { status, payment_status: payment } = session
  return payment === 'paid' || (payment === 'no_payment_required' && status === 'complete')
}

function total(rows: readonly JsonRow[], column: string): number {
  return rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0)
}
