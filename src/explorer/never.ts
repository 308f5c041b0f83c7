/** Why nobody went on with an order: the last thing that was done for it, what struck then, and who did not know. */
import type { Run, TraceEvent } from '#simulator'
import { nameOf } from '#simulator/sentence.ts'
import { faultsIn, faultsOn, firstOfEach, pathTo } from './causes.ts'
import { added, deedsOf, orderIds, ordersIn, type Deed } from './deeds.ts'
import type { Link } from './links.ts'
import { faultLink, turnLinks } from './turns.ts'
import { eventOf, secondOrderLink } from './twice.ts'
import { effectLink, link } from './link.ts'
import type { Forgotten } from './reasons.ts'

export function neverLinks(
  run: Run,
  order: string,
  last: Deed | undefined,
  reference?: Run,
): readonly Link[] {
  if (last === undefined) return faultsIn(run).map((fault) => faultLink(run, fault, reference))
  const end = eventOf(run, last)
  const struck = faultsAfter(run, end)
  const replacement = replacementOf(run, last)
  const way = replacement ? pathTo(run, eventOf(run, replacement.second)) : []
  const since = struck[0]?.index ?? last.event
  const refused = refusedTries(run, end)
  return [
    effectLink(run, 'did', last),
    ...struck.map((fault) => faultLink(run, fault, reference)),
    ...turnLinks(
      run,
      way.filter(({ index }) => index > since),
    ),
    ...(replacement ? [secondOrderLink(run, replacement.second, replacement.original)] : []),
    ...lostTries(run, end),
    ...refused,
    ...(failures(run, order, last) ?? (refused.length > 0 ? [] : nobody(run, order, last, since))),
  ]
}

/** The faults that came of the last deed, or struck before anything else could. */
function faultsAfter(run: Run, end: TraceEvent): readonly TraceEvent[] {
  const faults = run.trace.filter(({ what }) => what.kind === 'fault')
  const following = faults.filter((fault) => fault.index > end.index && pathTo(run, fault).includes(end))
  if (following.length > 0) return firstOfEach(following)
  const before = faultsOn(run, pathTo(run, end))
  return before.length > 0 ? before : faultsIn(run)
}

/** Another order that was written for the same cart afterwards. */
function replacementOf(run: Run, last: Deed): { second: Deed; original: Deed } | undefined {
  const deeds = deedsOf(run)
  const original = deeds.find((deed) => added(deed, 'orders')?.['id'] === last.orders[0])
  const cart = original && added(original, 'orders')?.['cart_id']
  const second = deeds.find(
    (deed) => deed.event > last.event && cart !== undefined && added(deed, 'orders')?.['cart_id'] === cart,
  )
  return original && second ? { second, original } : undefined
}

/** Stripe's tries to tell of it. */
function triesAfter(run: Run, end: TraceEvent) {
  return run.trace.flatMap((event) => {
    const { index, what } = event
    const isTry = index > end.index && what.kind === 'sent' && what.label.startsWith('webhook:')
    return isTry && pathTo(run, event).includes(end) ? [{ index, what }] : []
  })
}

/** How the shop answered these tries. */
function answersOf(run: Run, end: TraceEvent) {
  const tries = triesAfter(run, end)
  return run.trace.flatMap(({ index, actor, what }) => {
    if (what.kind !== 'sent' || !what.label.startsWith('response:')) return []
    const told = tries.find((each) => each.what.message === what.message)
    const { summary } = what
    return told === undefined ? [] : [{ index, server: nameOf(actor), summary, webhook: told.what.label }]
  })
}

/** How often the shop refused to be told, where it never agreed. */
function refusedTries(run: Run, end: TraceEvent): readonly Link[] {
  const answers = answersOf(run, end)
  const final = answers.at(-1)
  if (final === undefined || answers.some(isAgreed)) return []
  const [error = ''] = final.summary.replace(/^\d+ /, '').split(/[.\n]/)
  const refused = { id: 'webhooks-refused', tries: answers.length, last: final.index, error } as const
  return [link(run, 'because', final.index, refused)]
}

function isAgreed({ summary }: { readonly summary: string }): boolean {
  return summary.startsWith('2')
}

/** How often Stripe tried to tell of it, where no try ever arrived. */
function lostTries(run: Run, end: TraceEvent): readonly Link[] {
  const sent = triesAfter(run, end)
  const lost = sent.filter(({ what }) => what.fate !== 'delivered')
  const final = lost.at(-1)
  if (lost.length < 2 || lost.length < sent.length || final === undefined) return []
  return [link(run, 'because', final.index, { id: 'webhooks-lost', tries: lost.length, last: final.index })]
}

/** A workflow that ended with an error goes on with nothing. */
function failures(run: Run, order: string, last: Deed): readonly Link[] | null {
  const subject = eventOf(run, last).subject
  const failed = run.trace.find(
    (event) =>
      event.index > last.event &&
      event.subject === subject &&
      event.what.kind === 'workflow' &&
      event.what.progress === 'failed',
  )
  return failed
    ? [
        link(run, 'because', failed.index, {
          id: 'workflow-failed',
          server: nameOf(failed.actor),
          order,
        }),
      ]
    : null
}

/** Who could have gone on, and why they did not. */
function nobody(run: Run, order: string, last: Deed, since: number): readonly Link[] {
  const ids = orderIds(run)
  const later = run.trace.filter(
    (event) =>
      event.index > since &&
      event.request !== eventOf(run, last).request &&
      event.what.kind !== 'violated' &&
      ordersIn([event], ids).includes(order),
  )
  const asked = later.some(({ what }) => what.kind === 'stripe-call')
  const isAtStripe = last.changes.some(({ table }) => table.startsWith('stripe.'))
  const { index, subject } = eventOf(run, last)
  const webhooks = run.trace.filter(
    (event) =>
      event.index > index &&
      event.subject === subject &&
      'label' in event.what &&
      event.what.label.startsWith('webhook:'),
  )
  const isTold = webhooks.some(({ what }) => what.kind === 'arrived')
  const sent = webhooks.findLast(({ what }) => what.kind === 'sent')
  if (isAtStripe && !asked && !isTold && sent !== undefined)
    return [link(run, 'because', null, { id: 'stripe-unasked', order, webhook: sent.index })]
  if (later.length > 0) return []
  const hasWorkflow = run.trace.some(({ changes }) =>
    changes.some(({ table }) => table.endsWith('.workflow')),
  )
  const blocked = run.trace.findLast(
    ({ what, subject: of }) => what.kind === 'workflow' && what.progress === 'blocked' && of === subject,
  )
  const why = hasWorkflow ? whyUnclaimed(blocked) : whyForgotten(run, eventOf(run, last))
  return [link(run, 'because', null, { id: 'forgotten', order, why })]
}

function whyUnclaimed(blocked: TraceEvent | undefined): Forgotten {
  return blocked ? { is: 'blocked', event: blocked.index } : { is: 'unclaimed' }
}

/** Whether the shop agreed to be told of it; if it had not to be told, what became of the server that did it. */
function whyForgotten(run: Run, last: TraceEvent): Forgotten {
  const { index, actor, request } = last
  // A payment, of which Stripe tells; whatever a server did last, Stripe tells of something else.
  const agreed = actor.role === 'server' ? undefined : answersOf(run, last).findLast(isAgreed)
  if (agreed !== undefined) {
    const { server, webhook, summary } = agreed
    return { is: 'acknowledged', server, status: summary.slice(0, 3), webhook, event: agreed.index }
  }
  const { trace } = run
  const server = nameOf(actor)
  const later = trace.filter(
    (event) => event.index > index && event.actor.role === 'server' && nameOf(event.actor) === server,
  )
  const answer = later.find(
    (event) =>
      event.request === request && event.what.kind === 'sent' && event.what.label.startsWith('response:'),
  )
  if (answer?.what.kind === 'sent')
    return { is: 'answered', server, status: answer.what.summary.slice(0, 3), event: answer.index }
  const hasDied = later.some(({ what }) => what.kind === 'process' && what.change === 'crashed')
  return hasDied ? { is: 'memory-gone', server } : { is: 'unknown' }
}
