/**
 * What each customer saw: the pages and the mails, in the order in which they came, and nothing that only the
 * database knows. At the end of the run a last card lays what she was told beside what is true.
 */
import { deedsOf } from '#explorer/deeds.ts'
import type { Json } from '#engine'
import type { Run, TraceEvent } from '#simulator'
import { euros } from '../state/receipts.ts'
import type { Card } from './card.ts'
import { endingOf, type Ending } from './ending.ts'

export interface CustomerView {
  /** `Alice`. */
  readonly name: string
  readonly cards: readonly Card[]
  /** Only at the end of the run. */
  readonly ending: Ending | null
}

/** @param cursor How many events have happened. */
export function customerViews(run: Run, cursor: number): readonly CustomerView[] {
  const past = run.trace.slice(0, cursor)
  const isEnded = cursor >= run.trace.length
  return namesIn(run).map((name, position) => {
    const subject = `order-${position + 1}`
    const cards = [
      ...past.flatMap((event) => pageCard(event, name, past) ?? []),
      ...mailCards(run, cursor, subject),
    ].toSorted((one, other) => one.event - other.event)
    const shown = merged(cards, run)
    return { name, cards: shown, ending: isEnded ? endingOf(run, name, subject, shown) : null }
  })
}

const redirect = 'On to Stripe’s page'
const payPage = 'Pay for your order'
/** Whatever page is on screen. */
const samePage = ''

function namesIn(run: Run): readonly string[] {
  const names = run.trace.flatMap(({ actor }) => (actor.role === 'customer' ? [actor.name] : []))
  return [...new Set(names)]
}

function isOf({ actor }: TraceEvent, name: string): boolean {
  return actor.role === 'customer' && actor.name === name
}

/** A page that she asked for, came to, or was shown. */
function pageCard(event: TraceEvent, name: string, past: readonly TraceEvent[]): Card | null {
  if (!isOf(event, name)) return null
  const { what, index } = event
  switch (what.kind) {
    case 'sent':
      return requestCard(event, what, past)
    case 'customer':
      if (what.action.startsWith('pays') || what.sees === 'free') return paymentCard(event, what.sees)
      if (what.action.startsWith('opens')) return card(index, 'stripe', payPage, amountOf(event, past))
      if (what.sees === null) return card(index, 'shop', samePage, actionWords(what.action))
      return card(index, 'shop', what.sees, actionWords(what.action), toneOf(what.sees))
    default:
      return null
  }
}

/** The page after a click on “buy”, or after paying: loading, until something comes back. */
function requestCard(
  { index }: TraceEvent,
  { message, label }: TraceEvent['what'] & { kind: 'sent' },
  past: readonly TraceEvent[],
): Card {
  const isClick = label === 'request:checkout'
  const answer = past.find(
    ({ index: later, actor, what }) =>
      later > index &&
      actor.role === 'customer' &&
      (what.kind === 'arrived' || what.kind === 'no-answer') &&
      what.message === message,
  )
  if (answer === undefined) return card(index, 'shop', 'Loading', isClick ? 'Has clicked “buy”' : null)
  if (answer.what.kind !== 'arrived')
    return card(answer.index, 'shop', 'This site can’t be reached', null, 'bad')
  const status = Number(answer.what.summary.slice(0, 3))
  if (status === 200 && !isClick)
    return card(answer.index, 'shop', answer.what.summary.slice(4), null, 'good')
  if (status === 200) return card(answer.index, 'shop', redirect, null)
  if (status === 409) {
    const isOut = answer.what.summary.includes('out of stock')
    return card(answer.index, 'shop', isOut ? 'Out of stock' : 'We cannot take this order', null)
  }
  return card(answer.index, 'shop', 'Something went wrong', null, 'bad')
}

const outcomes: { readonly [outcome: string]: readonly [words: string, tone: Card['tone']] } = {
  paid: ['Payment successful', 'good'],
  free: ['Order confirmed', 'good'],
  processing: ['Payment is being processed', 'plain'],
  declined: ['Your card was declined', 'bad'],
  expired: ['This page has expired', 'bad'],
  'already-complete': ['You have paid already', 'plain'],
  'not-found': ['There is no such page', 'bad'],
}

function paymentCard({ index, changes }: TraceEvent, sees: string | null): Card {
  const [words, tone] = outcomes[sees ?? ''] ?? [sees ?? 'Paid', 'plain' as const]
  const amount = changes.find(({ table }) => table === 'stripe.sessions')?.after?.['amount_cents']
  return card(index, 'stripe', words, amount === undefined ? null : euros(Number(amount)), tone)
}

/** What the session asks for that was made for her last. */
function amountOf({ index, subject }: TraceEvent, past: readonly TraceEvent[]): string | null {
  const made = past.findLast(
    (event) =>
      event.index < index &&
      event.subject === subject &&
      event.changes.some(({ table }) => table === 'stripe.sessions'),
  )
  const cents = made?.changes.find(({ table }) => table === 'stripe.sessions')?.after?.['amount_cents']
  return cents === undefined ? null : euros(Number(cents))
}

/** Stripe's receipts, the parcels' notices, and what nobody wrote about. */
function mailCards(run: Run, cursor: number, subject: string): readonly Card[] {
  const its = deedsOf(run).filter(({ event }) => event <= cursor && run.trace[event - 1]?.subject === subject)
  const counts = { receipt: 0, parcel: 0 }
  return its.flatMap(({ event, changes }): Card[] => {
    const cards: Card[] = []
    for (const { table, before, after } of changes) {
      if (table === 'stripe.charges' && before === null) {
        counts.receipt += 1
        const words = `Receipt for ${euros(Number(after?.['amount_cents']))}`
        cards.push(card(event, 'mail', words, 'From Stripe', counts.receipt > 1 ? 'bad' : 'plain'))
      }
      if (table === 'shipments' && before === null) {
        counts.parcel += 1
        const words = counts.parcel > 1 ? 'Another parcel is on its way' : 'Your parcel is on its way'
        cards.push(card(event, 'mail', words, 'From the carrier', counts.parcel > 1 ? 'bad' : 'good'))
      }
      if (table === 'orders' && becameCancelled(before, after) && !isTold(run, event, subject))
        cards.push(card(event, 'nothing', 'No mail', 'The order is cancelled, and the shop sends no mail'))
    }
    return cards
  })
}

function becameCancelled(before: Row, after: Row): boolean {
  return before !== null && before['status'] !== 'CANCELLED' && after?.['status'] === 'CANCELLED'
}

type Row = { readonly [column: string]: Json } | null

/** Whether the request that cancelled it, or whoever waits for it, says so to the customer afterwards. */
function isTold(run: Run, event: number, subject: string): boolean {
  return run.trace.some(
    ({ index, subject: whose, what }) =>
      index > event &&
      whose === subject &&
      what.kind === 'arrived' &&
      what.label === 'response:checkout' &&
      what.summary.startsWith('409'),
  )
}

/** A page once: what she notes about the page on screen goes with it, and a redirect is over when its page is there. */
function merged(cards: readonly Card[], run: Run): readonly Card[] {
  const shown: Card[] = []
  for (const one of cards) {
    const before = shown.at(-1)
    const isNote = run.trace[one.event - 1]?.what.kind === 'customer'
    if (one.words === samePage && before === undefined) continue
    if (isNote && before !== undefined && (one.words === samePage || before.words === one.words))
      shown[shown.length - 1] = { ...before, detail: one.detail ?? before.detail }
    else if (before?.words === redirect && one.words === payPage) shown[shown.length - 1] = one
    else shown.push(one)
  }
  return shown
}

/** `will try again`, as a note under the page. */
function actionWords(action: string): string | null {
  return action === 'is done' || action === 'leaves' ? null : action.charAt(0).toUpperCase() + action.slice(1)
}

function toneOf(sees: string): Card['tone'] {
  if (/thank/i.test(sees)) return 'good'
  return /wrong|reached|expired|declined/i.test(sees) ? 'bad' : 'plain'
}

function card(
  event: number,
  from: Card['from'],
  words: string,
  detail: string | null,
  tone: Card['tone'] = 'plain',
): Card {
  return { event, from, words, detail, tone }
}
