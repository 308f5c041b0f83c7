/** A lane's receipts as the cells of its row. */
import type { Run } from '#simulator'
import { tablesAt } from '#simulator/tables.ts'
import type { Tone } from '../state/catalogue.ts'
import { committedRows, euros, receiptsOf, statusWord, type Receipts } from '../state/receipts.ts'

export interface ReceiptCell {
  readonly name: string
  readonly value: string
  readonly detail: string
  /** What is wrong with it at the cursor. */
  readonly tone: 'stuck' | 'violated' | null
}

/** @param tone The lane's verdict on the whole run, which alone says whether a number is wrong. */
export function receiptCells(run: Run, cursor: number, tone: Tone | 'unknown'): readonly ReceiptCell[] {
  const receipts = receiptsOf(committedRows(tablesAt(run, cursor)))
  const { chargedCents, payments, parcels, stock, held, sold, chargedTwice, shippedTwice } = receipts
  // What is held, open or still to be shipped is wrong only once nothing more comes.
  const lasting = (tone === 'stuck' || tone === 'violated') && cursor >= run.trace.length ? tone : null
  const taken = run.input.stock - stock
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
      detail: shippedTwice ? 'twice' : '',
      tone: shippedTwice || (lasting === 'violated' && parcels < payments) ? 'violated' : null,
    },
    {
      name: `Stock of ${run.input.stock}`,
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

function orderWords({ orders }: Receipts): Pick<ReceiptCell, 'value' | 'detail'> {
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
