/** How a shop noticed a payment after its first webhook did not arrive. */
import type { Run, TraceEvent } from '#simulator'
import type { PaymentNews } from './words/messages.ts'

/**
 * The last news of the payment before the first shipment, read off the trace. Null if the first webhook was enough, or
 * if several customers would each have news of their own.
 */
export function paymentNews(run: Run): PaymentNews | null {
  if (run.input.customers.length !== 1) return null
  const shipped = run.trace.find(({ changes }) =>
    changes.some(({ table, before }) => table === 'shipments' && before === null),
  )
  if (shipped === undefined) return null
  const before = run.trace.slice(0, shipped.index - 1)
  const news = before.findLast((event) => event.subject === shipped.subject && isNews(event))
  if (news?.what.kind === 'stripe-call') return hasLostWebhook(before) ? { from: 'shop' } : null
  const sent = news === undefined ? undefined : run.trace[(news.cause ?? 0) - 1]
  if (sent?.what.kind !== 'sent' || sent.what.attempt < 2 || sent.what.forged) return null
  const { label } = sent.what
  const first = before.find(({ what }) => what.kind === 'sent' && what.label === label)
  return { from: 'webhook', laterMs: sent.atMs - (first?.atMs ?? sent.atMs) }
}

/** A webhook that reached the shop, or Stripe's answer to its question. */
function isNews({ what }: TraceEvent): boolean {
  if (what.kind === 'arrived') return what.label.startsWith('webhook:')
  return what.kind === 'stripe-call' && what.method === 'GET' && (what.status ?? 500) < 400
}

function hasLostWebhook(events: readonly TraceEvent[]): boolean {
  return events.some(
    ({ what }) => what.kind === 'sent' && what.label.startsWith('webhook:') && what.fate === 'dropped',
  )
}
