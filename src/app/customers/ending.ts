/** What is true of a customer in the end, beside what she was told: read from the rows, and from the last page. */
import { added, deedsOf } from '#explorer/deeds.ts'
import { allHold, type Run } from '#simulator'
import { euros, receiptsOf } from '../state/receipts.ts'
import type { Card } from './card.ts'

export interface Ending {
  readonly words: string
  /** Whether what she was told and what is true go together. */
  readonly tone: 'good' | 'bad'
  /** What the shop has lost where she has not; null where it has not either. */
  readonly shop: string | null
}

/** @param cards All that she saw. */
export function endingOf(run: Run, name: string, subject: string, cards: readonly Card[]): Ending {
  const truth = truthOf(run, name, subject, cards)
  return { ...truth, shop: truth.tone === 'good' ? shopLoss(run) : null }
}

/** A run that went wrong without harm to the customer has cost the shop something. */
function shopLoss(run: Run): string | null {
  if (allHold(run)) return null
  const { stock, held, accounted } = receiptsOf(run.tables)
  const missing = run.input.stock - stock - accounted
  if (missing > 0) return `The shop has lost: ${mugs(missing)} left the stock for no order.`
  return held > 0
    ? `The shop has lost: ${mugs(held)} ${held === 1 ? 'stays' : 'stay'} reserved for ${held === 1 ? 'an unpaid order' : 'unpaid orders'}.`
    : null
}

function truthOf(
  run: Run,
  name: string,
  subject: string,
  cards: readonly Card[],
): Pick<Ending, 'words' | 'tone'> {
  const { charges, cents, parcels, waiting, wanted, isFree } = ownRows(run, subject)
  const page = cards.findLast(({ from }) => from === 'shop' || from === 'stripe')?.words ?? ''
  const bad = (words: string) => ({ words, tone: 'bad' as const })
  if (isFree) {
    const what = parcels === 0 ? 'no parcel is on its way' : parcelWords(parcels)
    return { words: `${name} had nothing to pay, and ${what}.`, tone: parcels === 1 ? 'good' : 'bad' }
  }
  if (charges > 1) return bad(`${name} has been charged ${times(charges)}, ${euros(cents)} in all.`)
  if (charges === 1 && parcels === 0) return bad(`${name} has paid and no parcel is on its way.`)
  if (parcels > charges)
    return charges === 0
      ? bad(`${name} has paid nothing, and ${parcelWords(parcels)}.`)
      : bad(`${name} has paid once, and ${parcelWords(parcels)}.`)
  if (charges === 1 && isError(page))
    return bad(`${name} saw “${page}”, and has been charged ${euros(cents)}.`)
  if (page === 'Out of stock' && wanted > 0 && unsold(run) >= wanted)
    return bad(
      `${name} saw “Out of stock”, and ${mugs(unsold(run))} ${unsold(run) === 1 ? 'is' : 'are'} left unsold.`,
    )
  if (isError(page))
    return waiting > 0
      ? bad(`${name} saw “${page}”, and the shop still holds ${mugs(waiting)} for that order.`)
      : { words: `${name} saw “${page}”, and nothing was charged.`, tone: 'good' }
  if (charges === 1) return { words: `${name} has paid once, and one parcel is on its way.`, tone: 'good' }
  return { words: `${name} has paid nothing, and nothing is on its way.`, tone: 'good' }
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
  return parcels === 1 ? 'a parcel is on its way' : `${parcels} parcels are on their way`
}

function mugs(count: number): string {
  return count === 1 ? 'a mug' : `${count} mugs`
}
