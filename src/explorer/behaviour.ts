/** How a run behaved, whatever fault made it do so: what two runs must share for one of them to be enough (X4). */
import { formatPoint, type Run, type TraceEvent, type What } from '#simulator'
import { definitionOf } from '#simulator/faults/registry.ts'
import { hashTrace } from '#simulator/trace-hash.ts'
import type { Behaviour } from './job.ts'
import { withoutLost } from './left-over.ts'

export function behaviourOf(run: Run): Behaviour {
  const last = run.input.plan.at(-1)
  const at = last === undefined ? -1 : run.points.indexOf(formatPoint(last.point))
  return { hash: hashBehaviour(run), pointsLeft: run.points.length - 1 - at }
}

/**
 * Covers what was done, when and by whom, and not which faults there were; nor what those did in vain who died of them,
 * since nothing is left of it. An operation that a process died before is counted, and shifts the number of those after
 * it, as one that was in vain does: numbers are left out, unless the seed makes chance of them.
 */
function hashBehaviour(run: Run): string {
  const { input } = run
  const left = input.seed === 1 ? withoutLost(run).map(withoutNumbers) : run.trace
  const done = left.filter(({ what }) => what.kind !== 'fault').map(withoutPlace)
  return [
    hashTrace(done),
    ...input.plan.flatMap((fault) => definitionOf(fault.kind).search.lasting(fault) ?? []),
  ].join(' ')
}

function withoutNumbers(event: TraceEvent): TraceEvent {
  const point = event.point === null ? null : withoutOccurrence(event.point)
  return { ...event, point, what: withoutNumber(event.what) }
}

function withoutNumber(what: What): What {
  // An answer that was lost is named after its operation.
  if (what.kind === 'no-answer') return { ...what, message: withoutOccurrence(what.message) }
  // There is one transaction at a time.
  return 'transaction' in what && what.transaction !== null ? { ...what, transaction: 'tx' } : what
}

function withoutOccurrence(text: string): string {
  return text.replace(/#\d+$/, '')
}

/** A process dies of the last thing it did or of the next: that is where the fault was, not what happened. */
function withoutPlace(event: TraceEvent): TraceEvent {
  return event.what.kind === 'process' ? { ...event, subject: null, request: null, site: null } : event
}
