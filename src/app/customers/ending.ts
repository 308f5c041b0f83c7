/** What is true of a customer in the end, beside what she was told: read from the rows, and from the last page. */
import { added, deedsOf } from '#explorer/deeds.ts'
import { allHold, type Run } from '#simulator'
import { euros, receiptsOf } from '../state/receipts.ts'
import type { Card } from './card.ts'

export interface Ending {
  readonly message: EndingMessage
  readonly words: string
  /** Whether what she was told and what is true go together. */
  readonly tone: 'good' | 'bad'
  /** What the shop has lost where she has not; null where it has not either. */
  readonly loss: Loss | null
  readonly shop: string | null
}

/** What is said of a customer, as data. Counts are of the rows of her own orders; `page` is the last that she saw. */
export type EndingMessage =
  /** Nothing was to be paid. */
  | { readonly id: 'free-served' }
  | { readonly id: 'free-parcels'; readonly parcels: number }
  | { readonly id: 'charged-often'; readonly charges: number; readonly cents: number }
  | { readonly id: 'paid-unshipped' }
  | { readonly id: 'too-many-parcels'; readonly charges: number; readonly parcels: number }
  | { readonly id: 'charged-after-error'; readonly page: string; readonly cents: number }
  /** @param units in stock, or held for nobody */
  | { readonly id: 'refused-for-nothing'; readonly units: number }
  | { readonly id: 'held-after-error'; readonly page: string; readonly units: number }
  | { readonly id: 'error'; readonly page: string }
  | { readonly id: 'served' | 'nothing' }

/** Units that left the stock for no order, or that stay reserved for unpaid ones. */
export interface Loss {
  readonly id: 'missing' | 'reserved'
  readonly units: number
}

/** @param cards All that she saw. */
export function endingOf(run: Run, name: string, subject: string, cards: readonly Card[]): Ending {
  const message = messageOf(run, subject, cards)
  const tone = goodEndings.has(message.id) ? 'good' : 'bad'
  const loss = tone === 'good' ? lossIn(run) : null
  return { message, words: endingWords(message, name), tone, loss, shop: loss && lossWords(loss) }
}

const goodEndings: ReadonlySet<EndingMessage['id']> = new Set<EndingMessage['id']>([
  'error',
  'served',
  'free-served',
  'nothing',
])

/** A run that went wrong without harm to the customer has cost the shop something. */
function lossIn(run: Run): Loss | null {
  if (allHold(run)) return null
  const { stock, accounted } = receiptsOf(run.tables)
  const missing = run.input.stock - stock - accounted
  if (missing > 0) return { id: 'missing', units: missing }
  const units = reservedUnpaid(run)
  return units > 0 ? { id: 'reserved', units } : null
}

function reservedUnpaid({ tables }: Run): number {
  const paid = new Set((tables['stripe.charges'] ?? []).map((row) => row['order_id']))
  return (tables['reservations'] ?? [])
    .filter((row) => !paid.has(row['order_id']))
    .reduce((sum, row) => sum + Number(row['quantity']), 0)
}

function messageOf(run: Run, subject: string, cards: readonly Card[]): EndingMessage {
  const { charges, cents, parcels, waiting, wanted, isFree } = ownRows(run, subject)
  const page = cards.findLast(({ from }) => from === 'shop' || from === 'stripe')?.words ?? ''
  if (isFree) return parcels === 1 ? { id: 'free-served' } : { id: 'free-parcels', parcels }
  if (charges > 1) return { id: 'charged-often', charges, cents }
  if (charges === 1 && parcels === 0) return { id: 'paid-unshipped' }
  if (parcels > charges) return { id: 'too-many-parcels', charges, parcels }
  if (charges === 1 && isError(page)) return { id: 'charged-after-error', page, cents }
  const units = unsold(run)
  if (page === 'Out of stock' && wanted > 0 && units >= wanted) return { id: 'refused-for-nothing', units }
  if (isError(page))
    return waiting > 0 ? { id: 'held-after-error', page, units: waiting } : { id: 'error', page }
  return { id: charges === 1 ? 'served' : 'nothing' }
}

function endingWords(message: EndingMessage, name: string): string {
  switch (message.id) {
    case 'free-served':
      return `${name} had nothing to pay, and ${parcelWords(1)}.`
    case 'free-parcels':
      return `${name} had nothing to pay, and ${parcelWords(message.parcels)}.`
    case 'charged-often':
      return `${name} has been charged ${times(message.charges)}, ${euros(message.cents)} in all.`
    case 'paid-unshipped':
      return `${name} has paid and no parcel is on its way.`
    case 'too-many-parcels':
      return `${name} has paid ${message.charges === 0 ? 'nothing' : 'once'}, and ${parcelWords(message.parcels)}.`
    case 'charged-after-error':
      return `${name} saw “${message.page}”, and has been charged ${euros(message.cents)}.`
    case 'refused-for-nothing':
      return `${name} saw “Out of stock”, and ${mugs(message.units)} ${message.units === 1 ? 'is' : 'are'} left unsold.`
    case 'held-after-error':
      return `${name} saw “${message.page}”, and the shop still holds ${mugs(message.units)} for that order.`
    case 'error':
      return `${name} saw “${message.page}”, and nothing was charged.`
    case 'served':
      return `${name} has paid once, and one parcel is on its way.`
    case 'nothing':
      return `${name} has paid nothing, and nothing is on its way.`
  }
}

function lossWords({ id, units }: Loss): string {
  const lost = mugs(units)
  if (id === 'missing') return `The shop has lost: ${lost} left the stock for no order.`
  return `The shop has lost: ${lost} ${units === 1 ? 'stays' : 'stay'} reserved for ${units === 1 ? 'an unpaid order' : 'unpaid orders'}.`
}

function ownRows(run: Run, subject: string) {
  const deeds = deedsOf(run).filter(({ event }) => run.trace[event - 1]?.subject === subject)
  const written = deeds.map((deed) => added(deed, 'orders')).filter((row) => row !== undefined)
  const orders = new Set(written.map((row) => row['id']))
  const rows = (table: string) =>
    (run.tables[table] ?? []).filter((row) => orders.has(row['order_id'] ?? null))
  const charged = rows('stripe.charges')
  return {
    charges: charged.length,
    cents: charged.reduce((sum, row) => sum + Number(row['amount_cents']), 0),
    parcels: rows('shipments').length,
    isFree: rows('stripe.sessions').some((row) => row['payment_status'] === 'no_payment_required'),
    wanted: Number(written.at(-1)?.['quantity'] ?? 0),
    waiting: rows('reservations').reduce((sum, row) => sum + Number(row['quantity']), 0),
  }
}

/** What nobody has bought in the end: in stock, or held for an order that is over. */
function unsold({ tables }: Run): number {
  const sum = (table: string, column: string) =>
    (tables[table] ?? []).reduce((total, row) => total + Number(row[column]), 0)
  return sum('inventory', 'stock') + sum('reservations', 'quantity')
}

function isError(page: string): boolean {
  return /wrong|reached/.test(page)
}

function times(count: number): string {
  return count === 2 ? 'twice' : `${count} times`
}

function parcelWords(parcels: number): string {
  if (parcels === 0) return 'no parcel is on its way'
  return parcels === 1 ? 'a parcel is on its way' : `${parcels} parcels are on their way`
}

function mugs(count: number): string {
  return count === 1 ? 'a mug' : `${count} mugs`
}
