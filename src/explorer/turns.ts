/** The turning points on a path: where a fault strikes, somebody tries again, or another server takes over. */
import type { Fault, Run, TraceEvent } from '#simulator'
import { effectOf } from '#simulator/faults/registry.ts'
import { nameOf, operationWords, sentence } from '#simulator/sentence.ts'
import type { Link } from './links.ts'
import { overtakenLink } from './overtaken.ts'
import { nextOf } from './parting.ts'
import { doing, link, text } from './words.ts'

/** What struck, and what it kept from happening. */
export function faultLink(run: Run, fault: TraceEvent, reference?: Run): Link {
  const overtaken = plannedAt(run, fault)?.kind === 'preempt' ? overtakenLink(run, fault) : null
  if (overtaken !== null) return overtaken
  const died = run.trace.find(
    ({ index, cause, what }) => cause === fault.index && index > fault.index && what.kind === 'process',
  )
  if (died === undefined || fault.what.kind !== 'fault') {
    const words = sentence(fault, run).replace(/^Fault: /, '')
    // A name of the code keeps its small letter.
    const isName = /^[a-z]+[A-Z.]/.test(words)
    return link('fault', fault.index, isName ? words : words.charAt(0).toUpperCase() + words.slice(1))
  }
  if (died.what.kind !== 'process' || died.what.change !== 'crashed')
    return link('fault', died.index, sentence(died, run))
  const planned = plannedAt(run, fault)
  const who = `Server ${nameOf(died.actor)} dies`
  if (planned !== undefined && isCrashBefore(planned)) {
    const missed = [...run.trace, ...(reference?.trace ?? [])].find(
      ({ point, what }) => point === fault.point && what.kind !== 'fault',
    )
    const words = missed
      ? `before it ${could(missed, run)}`
      : `right before ${operationWords(planned.point.label)}`
    return link('fault', died.index, `${who}, `, words)
  }
  const before = run.trace[(fault.cause ?? 0) - 1]
  const missed = before && nextOf(run, before, reference)
  if (missed) return link('fault', died.index, `${who}, `, `before it ${could(missed, run)}`)
  return link(
    'fault',
    died.index,
    who,
    planned ? ` right after ${operationWords(planned.point.label)}` : null,
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
  const { what } = event
  switch (what.kind) {
    case 'sent':
      if (event.actor.role === 'customer') return triesAgain(run, event)
      if (what.label.startsWith('webhook:') && what.attempt > 1)
        return link(
          'because',
          event.index,
          `Stripe got no 2xx answer and sends the webhook again, try ${what.attempt}`,
        )
      return null
    case 'arrived':
      return cameBefore(run, event)
        ? link('because', event.index, `${sentence(event, run)}, `, 'a second time')
        : null
    case 'statement':
      if (what.error !== null) return link('because', event.index, sentence(event, run))
      if (what.label === 'claim') return takesOver(run, event)
      if (what.label === 'poll' && event.changes.length > 0)
        return link('because', event.index, `${nameOf(event.actor)} finds an order that has waited too long`)
      return isWaitInVain(event) ? link('because', event.index, sentence(event, run)) : null
    case 'stripe-call':
      if (path.at(-1) === event) return null
      if (what.lost !== null) return link('because', event.index, sentence(event, run))
      return what.status !== null && what.status >= 400
        ? link('because', event.index, `${nameOf(event.actor)} ${doing(event, run)}, `, 'and Stripe refuses')
        : null
    case 'process':
      return what.change === 'thawed' ? link('because', event.index, sentence(event, run)) : null
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
function triesAgain(run: Run, event: TraceEvent): Link | null {
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
  const who = nameOf(actor)
  return link(
    'because',
    event.index,
    page === null ? `${who} clicks again` : `${who} sees “${page}” and clicks again`,
  )
}

/** The time is over, and the message has not come. */
function isWaitInVain({ what, changes }: TraceEvent): boolean {
  if (what.kind !== 'statement' || !what.label.startsWith('recv:')) return false
  return changes.length > 0 && !changes.some(({ table }) => table.endsWith('.message'))
}

/** A server claims a workflow that another one had. */
function takesOver(run: Run, event: TraceEvent): Link | null {
  const change = event.changes.find(({ after }) => typeof after?.['executor'] === 'string')
  const owner = change?.before?.['executor']
  const who = nameOf(event.actor)
  if (typeof owner === 'string' && owner !== who)
    return link(
      'because',
      event.index,
      `${who} takes over the workflow: the lease of ${owner} has run out, epoch ${text(change?.after ?? {}, 'epoch')}`,
    )
  const slept = run.trace.findLast(
    ({ index, what }) => index < event.index && what.kind === 'workflow' && what.progress === 'sleeping',
  )
  if (event.cause !== null || slept === undefined) return null
  return link('because', event.index, `${who} wakes the workflow: the time for the payment is over`)
}

/** What would have come next, after “before it”. */
function could(event: TraceEvent, run: Run): string {
  const deed = doing(event, run)
  const opened = /^opens a transaction to (.*)$/.exec(deed)
  return opened?.[1] === undefined ? deed : `could ${opened[1]}`
}
