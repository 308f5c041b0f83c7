/** Why something was done again: what would have had to stop it, and did not. */
import type { Run, TraceEvent } from '#simulator'
import { nameOf, sentence } from '#simulator/sentence.ts'
import { faultsIn, faultsOn, pathTo } from './causes.ts'
import { added, deedsOf, type Deed } from './deeds.ts'
import type { Link } from './links.ts'
import { faultLink, turnLinks } from './turns.ts'
import { deedWords, link, rowsOf, text } from './words.ts'

export function twiceLinks(run: Run, deeds: readonly Deed[], reference?: Run): readonly Link[] {
  const [first, ...others] = deeds
  const again = others.at(-1)
  if (first === undefined || again === undefined) return []
  const way = pathTo(run, eventOf(run, first))
  const ways = others.map((deed) => pathTo(run, eventOf(run, deed)))
  const branch = (ways.at(-1) ?? []).filter((event) => !way.includes(event))
  return [
    link('did', first.event, deedWords(first, run), null, rowsOf(first)),
    ...struckBefore(run, again, [...way, ...ways.flat()]).map((fault) => faultLink(run, fault, reference)),
    ...turnLinks(run, branch),
    ...unstopped(run, first, again, branch),
    ...others.slice(-2).map((deed) => link('again', deed.event, deedWords(deed, run), null, rowsOf(deed))),
  ]
}

export function wrongLinks(run: Run, deed: Deed, reference?: Run): readonly Link[] {
  const path = pathTo(run, eventOf(run, deed))
  const news = path.findLast(({ what }) => what.kind === 'arrived')
  return [
    ...struckBefore(run, deed, path).map((fault) => faultLink(run, fault, reference)),
    ...turnLinks(run, path),
    ...(news ? [link('because', news.index, sentence(news, run))] : []),
    link('did', deed.event, deedWords(deed, run), null, rowsOf(deed)),
  ]
}

/** The faults on the way to a deed; where none is there, all that had struck by then. */
function struckBefore(run: Run, { event }: Deed, path: readonly TraceEvent[]): readonly TraceEvent[] {
  const isBefore = ({ index }: TraceEvent) => index < event
  const struck = faultsOn(run, path).filter(isBefore)
  return struck.length > 0 ? struck : faultsIn(run).filter(isBefore)
}

/** The look that found nothing, or that nobody took. */
function unstopped(run: Run, first: Deed, again: Deed, branch: readonly TraceEvent[]): readonly Link[] {
  return (
    checkpointMissed(run, first, again) ??
    anotherOrder(run, again, branch) ??
    anotherKey(run, first, again) ??
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
  if (began?.what.kind !== 'step') return null
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
  const why = isTransaction(first)
    ? ', because the engine’s history shares no transaction with the shop’s rows'
    : ', because the call was made and the server died before it could write it down'
  return [
    link('because', (load ?? began).index, `${nameOf(began.actor)} finds no checkpoint of ${name}`, why),
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
  const who = nameOf(eventOf(run, second).actor)
  return link(
    'because',
    second.event,
    `${who} writes a second order, ${text(added(second, 'orders'), 'id')}: `,
    `nothing ties the new request to ${text(added(original, 'orders'), 'id')}`,
    rowsOf(second),
  )
}

/** Stripe takes a call under another key, or under none, for a new one. */
function anotherKey(run: Run, first: Deed, again: Deed): readonly Link[] | null {
  const [one, other] = [eventOf(run, first).what, eventOf(run, again).what]
  if (one.kind !== 'stripe-call' || other.kind !== 'stripe-call') return null
  const why =
    other.idempotencyKey === null
      ? 'no idempotency key tells Stripe that it is the same call'
      : `the key is another one, ${other.idempotencyKey} after ${String(one.idempotencyKey)}`
  return [link('because', again.event, 'Stripe takes it for a new call: ', why)]
}

/** Nothing was read before it was done again: nobody asked. */
function unasked(run: Run, first: Deed, again: Deed, branch: readonly TraceEvent[]): readonly Link[] {
  const from = again.events[0]?.index ?? again.event
  const asked = branch.filter(
    ({ index, what }) => index < from && what.kind === 'statement' && /^\s*(with|select)\b/i.test(what.sql),
  )
  if (asked.length > 0 || first.name !== again.name) return []
  const begin = again.events[0] ?? eventOf(run, again)
  return [
    link(
      'because',
      begin.index,
      `${nameOf(begin.actor)} starts on it at once: `,
      'no statement asks whether it has been done',
    ),
  ]
}

export function eventOf(run: Run, deed: Deed): TraceEvent {
  const event = run.trace[deed.event - 1]
  if (event === undefined) throw new Error(`A deed at event ${deed.event}, which the run has not`)
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
