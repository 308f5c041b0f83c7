/** The turning points on a path: where a fault strikes, somebody tries again, or another server takes over. */
import type { Fault, Run, TraceEvent } from '#simulator'
import { effectOf } from '#simulator/faults/registry.ts'
import { nameOf } from '#simulator/sentence.ts'
import type { Link } from './links.ts'
import { overtakenLink } from './overtaken.ts'
import { nextOf } from './parting.ts'
import { link } from './link.ts'
import type { Reason } from './reasons.ts'
import { text } from './words.ts'

/** What struck, and what it kept from happening. */
export function faultLink(run: Run, fault: TraceEvent, reference?: Run): Link {
  const overtaken = plannedAt(run, fault)?.kind === 'preempt' ? overtakenLink(run, fault) : null
  if (overtaken !== null) return overtaken
  const died = run.trace.find(
    ({ index, cause, what }) => cause === fault.index && index > fault.index && what.kind === 'process',
  )
  if (died === undefined || fault.what.kind !== 'fault')
    return link(run, 'fault', fault.index, { id: 'fault', event: fault.index })
  if (died.what.kind !== 'process' || died.what.change !== 'crashed')
    return link(run, 'fault', died.index, { id: 'happened', event: died.index })
  const planned = plannedAt(run, fault)
  const before = run.trace[(fault.cause ?? 0) - 1]
  const isBefore = planned !== undefined && isCrashBefore(planned)
  const next = isBefore ? missedAt(run, fault, reference) : before && nextOf(run, before, reference)
  return link(run, 'fault', died.index, {
    id: 'died',
    server: nameOf(died.actor),
    when: isBefore ? 'before' : 'after',
    next: next ?? null,
    label: planned?.point.label ?? null,
  })
}

/** The operation before which a server died, if it came after all or without the fault. */
function missedAt(run: Run, { point }: TraceEvent, reference?: Run): TraceEvent | undefined {
  return [...run.trace, ...(reference?.trace ?? [])].find(
    (event) => event.point === point && event.what.kind !== 'fault',
  )
}

function isCrashBefore(fault: Fault): boolean {
  const effect = effectOf(fault, 'before')
  return effect?.does === 'crash' && effect.code === 'same'
}

function plannedAt(run: Run, { what }: TraceEvent): Fault | undefined {
  return what.kind === 'fault' ? run.input.plan[what.fault] : undefined
}

/** Tries again, takes over, arrives once more: the links between a fault and what came of it. */
export function turnLinks(run: Run, path: readonly TraceEvent[]): readonly Link[] {
  const links = path.flatMap((event) => turnLink(run, event, path) ?? [])
  return links.filter(({ words }, at) => links.findLastIndex((other) => other.words === words) === at)
}

function turnLink(run: Run, event: TraceEvent, path: readonly TraceEvent[]): Link | null {
  const reason = turnOf(run, event, path)
  return reason === null ? null : link(run, 'because', event.index, reason)
}

function turnOf(run: Run, event: TraceEvent, path: readonly TraceEvent[]): Reason | null {
  const { index, what } = event
  switch (what.kind) {
    case 'sent':
      if (event.actor.role === 'customer') return triesAgain(run, event)
      return what.label.startsWith('webhook:') && what.attempt > 1
        ? { id: 'webhook-again', attempt: what.attempt }
        : null
    case 'arrived':
      return cameBefore(run, event) ? { id: 'arrived-again', event: index } : null
    case 'statement':
      if (what.error !== null) return { id: 'happened', event: index }
      if (what.label === 'claim') return takesOver(run, event)
      if (what.label === 'poll' && event.changes.length > 0)
        return { id: 'found-late', server: nameOf(event.actor) }
      return isWaitInVain(event) ? { id: 'happened', event: index } : null
    case 'stripe-call':
      if (path.at(-1) === event) return null
      if (what.lost !== null) return { id: 'happened', event: index }
      return what.status !== null && what.status >= 400 ? { id: 'refused', event: index } : null
    case 'process':
      return what.change === 'thawed' ? { id: 'happened', event: index } : null
    default:
      return null
  }
}

/** Whether the same message had arrived before: a copy of it, or a body that somebody sends again. */
function cameBefore(run: Run, { index, cause, what }: TraceEvent): boolean {
  if (what.kind !== 'arrived' || what.label.startsWith('response:')) return false
  const sent = run.trace[(cause ?? 0) - 1]?.what
  const isTry = sent?.kind === 'sent' && sent.attempt > 1
  const isWebhook = what.label.startsWith('webhook:')
  return run.trace.some(
    (other) =>
      other.index < index &&
      other.what.kind === 'arrived' &&
      other.what.label === what.label &&
      other.what.summary === what.summary &&
      (other.cause === cause || (isWebhook && !isTry)),
  )
}

/** A customer's request after one that came to nothing; null for the first. */
function triesAgain(run: Run, event: TraceEvent): Reason | null {
  const { actor, what } = event
  const isSame = (other: TraceEvent) =>
    other.actor.role === 'customer' && 'name' in actor && other.actor.name === actor.name
  const before = run.trace.filter((other) => isSame(other) && other.index < event.index)
  const isAgain = before.some(
    (other) => other.what.kind === 'sent' && what.kind === 'sent' && other.what.label === what.label,
  )
  if (!isAgain) return null
  const saw = before.findLast(({ what: { kind } }) => kind === 'customer')
  const page = saw?.what.kind === 'customer' ? saw.what.sees : null
  return { id: 'clicked-again', customer: nameOf(actor), page }
}

/** The time is over, and the message has not come. */
function isWaitInVain({ what, changes }: TraceEvent): boolean {
  if (what.kind !== 'statement' || !what.label.startsWith('recv:')) return false
  return changes.length > 0 && !changes.some(({ table }) => table.endsWith('.message'))
}

/** A server claims a workflow that another one had. */
function takesOver(run: Run, event: TraceEvent): Reason | null {
  const change = event.changes.find(({ after }) => typeof after?.['executor'] === 'string')
  const owner = change?.before?.['executor']
  const server = nameOf(event.actor)
  if (typeof owner === 'string' && owner !== server)
    return { id: 'took-over', server, from: owner, epoch: text(change?.after ?? {}, 'epoch') }
  const slept = run.trace.findLast(
    ({ index, what }) => index < event.index && what.kind === 'workflow' && what.progress === 'sleeping',
  )
  return event.cause !== null || slept === undefined ? null : { id: 'woke-workflow', server }
}
