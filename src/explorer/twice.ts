/** Why something was done again: what would have had to stop it, and did not. */
import type { Run, TraceEvent } from '#simulator'
import { nameOf } from '#simulator/sentence.ts'
import { faultsIn, faultsOn, pathTo } from './causes.ts'
import { added, deedsOf, type Deed } from './deeds.ts'
import type { Link } from './links.ts'
import { faultLink, turnLinks } from './turns.ts'
import { effectLink, link } from './link.ts'
import { rowsOf, text } from './words.ts'

export function twiceLinks(run: Run, deeds: readonly Deed[], reference?: Run): readonly Link[] {
  const [first, ...others] = deeds
  const again = others.at(-1)
  if (first === undefined || again === undefined) return []
  const way = pathTo(run, eventOf(run, first))
  const ways = others.map((deed) => pathTo(run, eventOf(run, deed)))
  const branch = (ways.at(-1) ?? []).filter((event) => !way.includes(event))
  return [
    effectLink(run, 'did', first),
    ...struckBefore(run, again, [...way, ...ways.flat()]).map((fault) => faultLink(run, fault, reference)),
    ...turnLinks(run, branch),
    ...unstopped(run, first, again, branch),
    ...others.slice(-2).map((deed) => effectLink(run, 'again', deed)),
  ]
}

export function wrongLinks(run: Run, deed: Deed, reference?: Run): readonly Link[] {
  const path = pathTo(run, eventOf(run, deed))
  const news = path.findLast(({ what }) => what.kind === 'arrived')
  return [
    ...struckBefore(run, deed, path).map((fault) => faultLink(run, fault, reference)),
    ...turnLinks(run, path),
    ...(news ? [newsLink(run, news)] : []),
    effectLink(run, 'did', deed),
  ]
}

/** The message that led to it, and whether anybody signed it. */
function newsLink(run: Run, news: TraceEvent): Link {
  const sent = run.trace[(news.cause ?? 0) - 1]?.what
  const isForged = sent?.kind === 'sent' && sent.forged
  return link(run, 'because', news.index, { id: 'news', event: news.index, isForged })
}

/** The faults on the way to a deed; where none is there, all that had struck by then. */
export function struckBefore(run: Run, { event }: Deed, path: readonly TraceEvent[]): readonly TraceEvent[] {
  const isBefore = ({ index }: TraceEvent) => index < event
  const struck = faultsOn(run, path).filter(isBefore)
  return struck.length > 0 ? struck : faultsIn(run).filter(isBefore)
}

/** The look that found nothing, or did not matter, or that nobody took. */
function unstopped(run: Run, first: Deed, again: Deed, branch: readonly TraceEvent[]): readonly Link[] {
  const missed = checkpointMissed(run, first, again)
  if (missed !== null) return [...missed, ...(anotherKey(run, first, again) ?? [])]
  return (
    anotherOrder(run, again, branch) ??
    anotherKey(run, first, again) ??
    zombie(run, first, again) ??
    stripeUnasked(run, first, again, branch) ??
    goesOn(run, again) ??
    unasked(run, first, again, branch)
  )
}

/** A step runs again although it was done: its record was not there. */
function checkpointMissed(run: Run, first: Deed, again: Deed): readonly Link[] | null {
  const began = run.trace.findLast(
    ({ index, what }) =>
      index < again.event &&
      index > first.event &&
      what.kind === 'step' &&
      what.progress === 'began' &&
      what.name === stepOf(run, again),
  )
  if (began?.what.kind !== 'step' || stepOf(run, first) !== began.what.name) return null
  const { step, name, workflowId } = began.what
  const load = run.trace.findLast(
    ({ index, what }) =>
      index < began.index &&
      index > first.event &&
      what.kind === 'statement' &&
      what.label.startsWith('load:'),
  )
  if (
    first.changes.some(
      ({ table, key }) => table.endsWith('step_checkpoint') && key === `${workflowId}/${step}`,
    )
  )
    return null
  return [
    link(run, 'because', (load ?? began).index, {
      id: 'no-checkpoint',
      server: nameOf(began.actor),
      step: name,
      of: isTransaction(first) ? 'transaction' : 'call',
    }),
  ]
}

/** Another order for the same cart was written on the way. */
function anotherOrder(run: Run, again: Deed, branch: readonly TraceEvent[]): readonly Link[] | null {
  const earlier = deedsOf(run).filter(({ event }) => event < again.event)
  const second = earlier.find(
    (deed) => branch.some(({ index }) => index === deed.event) && added(deed, 'orders'),
  )
  const order = second && added(second, 'orders')
  const original = earlier.find(
    (deed) => deed !== second && added(deed, 'orders')?.['cart_id'] === order?.['cart_id'],
  )
  if (second === undefined || original === undefined) return null
  return [secondOrderLink(run, second, original)]
}

export function secondOrderLink(run: Run, second: Deed, original: Deed): Link {
  const reason = {
    id: 'second-order',
    server: nameOf(eventOf(run, second).actor),
    order: text(added(second, 'orders'), 'id'),
    original: text(added(original, 'orders'), 'id'),
  } as const
  return link(run, 'because', second.event, reason, rowsOf(second))
}

/** Stripe takes a call under another key, or under none, for a new one. */
function anotherKey(run: Run, first: Deed, again: Deed): readonly Link[] | null {
  const [one, other] = [eventOf(run, first).what, eventOf(run, again).what]
  if (one.kind !== 'stripe-call' || other.kind !== 'stripe-call') return null
  const isClients = other.idempotencyKey?.startsWith('stripe-node-retry-') === true
  const key =
    other.idempotencyKey === null || isClients
      ? isClients
        ? ('made-up' as const)
        : null
      : { is: other.idempotencyKey, was: String(one.idempotencyKey) }
  return [link(run, 'because', again.event, { id: 'new-call', event: again.event, key })]
}

/** It was done while its server was frozen, which has slept through all that tells so. */
function zombie(run: Run, first: Deed, again: Deed): readonly Link[] | null {
  const who = nameOf(eventOf(run, again).actor)
  const thawed = run.trace.find(
    ({ index, actor, what }) =>
      index > first.event &&
      index < again.event &&
      what.kind === 'process' &&
      what.change === 'thawed' &&
      nameOf(actor) === who,
  )
  return thawed ? [link(run, 'because', thawed.index, { id: 'woke-up', server: who })] : null
}

/** It was paid, and whoever did otherwise did not ask. */
function stripeUnasked(
  run: Run,
  first: Deed,
  again: Deed,
  branch: readonly TraceEvent[],
): readonly Link[] | null {
  const isPaid = added(first, 'stripe.charges') !== undefined
  const asked = branch.some(({ index, what }) => index > first.event && what.kind === 'stripe-call')
  const begin = again.events[0]
  if (!isPaid || asked || begin === undefined || added(again, 'shipments') !== undefined) return null
  return [link(run, 'because', begin.index, { id: 'payment-unasked', server: nameOf(begin.actor) })]
}

/** The first thing that it tries changes no row, as it should the second time; what comes after it is done anyway. */
function goesOn(run: Run, again: Deed): readonly Link[] | null {
  const effect = again.events.find(({ changes }) => changes.length > 0)
  const tried = again.events.find(
    ({ index, what, changes }) =>
      what.kind === 'statement' && changes.length === 0 && !isRead(what.sql) && index < (effect?.index ?? 0),
  )
  return tried ? [link(run, 'because', tried.index, { id: 'continued', event: tried.index })] : null
}

/** What was read before it was done again; or nothing was read, and nobody asked. */
function unasked(run: Run, first: Deed, again: Deed, branch: readonly TraceEvent[]): readonly Link[] {
  if (first.name !== again.name) return []
  const begin = again.events[0] ?? eventOf(run, again)
  const read = branch.findLast(
    ({ index, what }) =>
      index > first.event &&
      index < again.event &&
      what.kind === 'statement' &&
      what.label !== 'now' &&
      what.rows.length > 0 &&
      isRead(what.sql),
  )
  const who = nameOf(begin.actor)
  const recorded = recordedOther(run, first, again, branch)
  if (recorded !== null) return [recorded]
  if (read?.what.kind !== 'statement')
    return [
      readBefore(run, first, begin, branch) ??
        link(run, 'because', begin.index, { id: 'unchecked', server: who }),
    ]
  const status = read.what.rows[0]?.['status']
  return [
    link(run, 'because', read.index, {
      id: 'read-anyway',
      server: who,
      status: typeof status === 'string' ? status : null,
    }),
  ]
}

/** It asked for a record of the first time, which has another key. */
function recordedOther(run: Run, first: Deed, again: Deed, branch: readonly TraceEvent[]): Link | null {
  const earlier = run.trace.flatMap(({ index, subject, changes }) =>
    index < again.event && subject === eventOf(run, first).subject ? changes : [],
  )
  for (const { index, what, changes } of [...branch, ...again.events])
    for (const { table, key, before } of changes) {
      if (index < first.event || before !== null || what.kind !== 'statement') continue
      if (!/\bon conflict\b/i.test(what.sql)) continue
      const was = earlier.find((other) => other.table === table && other.before === null && other.key !== key)
      if (was !== undefined)
        return link(run, 'because', index, { id: 'another-event', event: index, table, key, was: was.key })
    }
  return null
}

/** It was read before it was done the first time, and nobody looks again. */
function readBefore(run: Run, first: Deed, begin: TraceEvent, branch: readonly TraceEvent[]): Link | null {
  const read = branch.findLast(
    ({ index, what }) => index < first.event && what.kind === 'statement' && isRead(what.sql),
  )
  const status = read?.what.kind === 'statement' ? read.what.rows[0]?.['status'] : undefined
  if (read === undefined || typeof status !== 'string') return null
  return link(run, 'because', read.index, { id: 'read-before', server: nameOf(begin.actor), status })
}

function isRead(sql: string): boolean {
  return /^\s*(with|select)\b/i.test(sql)
}

export function eventOf(run: Run, deed: Deed): TraceEvent {
  const event = run.trace[deed.event - 1]
  if (event === undefined) throw new Error(`The run has no event ${deed.event}`)
  return event
}

function isTransaction({ events }: Deed): boolean {
  return events.some(({ what }) => what.kind === 'commit')
}

/** The name of the step that a deed belongs to: its own, or that of the step that began last before it. */
function stepOf(run: Run, deed: Deed): string {
  const isStep = run.trace.some(({ what }) => what.kind === 'step' && what.name === deed.name)
  if (isStep) return deed.name
  const event = eventOf(run, deed)
  const began = run.trace.findLast(
    ({ index, actor, what }) =>
      index < deed.event &&
      what.kind === 'step' &&
      what.progress === 'began' &&
      nameOf(actor) === nameOf(event.actor),
  )
  return began?.what.kind === 'step' ? began.what.name : deed.name
}
