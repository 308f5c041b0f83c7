/** How a run behaved, whatever fault made it do so: what two runs must share for one of them to be enough (X4). */
import { formatPoint, type Fault, type Run, type TraceEvent } from '#simulator'
import { hashTrace } from '#simulator/trace-hash.ts'
import type { Behaviour } from './job.ts'

export function behaviourOf(run: Run): Behaviour {
  const last = run.input.plan.at(-1)
  const at = last === undefined ? -1 : run.points.indexOf(formatPoint(last.point))
  return { hash: hashBehaviour(run), pointsLeft: run.points.length - 1 - at }
}

/**
 * Covers what was done, when and by whom, and not which faults there were. An operation that a process died before is
 * counted, and shifts the number of those after it: numbers are left out, unless the seed makes chance of them.
 */
function hashBehaviour({ trace, input }: Run): string {
  const keepsNumbers = input.seed !== 1
  const done = trace
    .filter(({ what }) => what.kind !== 'fault')
    .map((event) => withoutPlace(keepsNumbers ? event : withoutNumber(event)))
  return [hashTrace(done), ...input.plan.flatMap((fault) => lastingOf(fault) ?? [])].join(' ')
}

function withoutNumber(event: TraceEvent): TraceEvent {
  const { point, what } = event
  return {
    ...event,
    point: point === null ? null : withoutOccurrence(point),
    // An answer that was lost is named after its operation.
    what: what.kind === 'no-answer' ? { ...what, message: withoutOccurrence(what.message) } : what,
  }
}

function withoutOccurrence(text: string): string {
  return text.replace(/#\d+$/, '')
}

/** A process dies of the last thing it did or of the next: that is where the fault was, not what happened. */
function withoutPlace(event: TraceEvent): TraceEvent {
  return event.what.kind === 'process' ? { ...event, subject: null, request: null, site: null } : event
}

/** What goes on having an effect of which a trace need not tell yet; null: nothing. */
function lastingOf(fault: Fault): string | null {
  switch (fault.kind) {
    case 'clock-jump':
      return `${fault.kind} ${fault.byMs} ${fault.target ?? ''}`
    case 'deploy':
      return `${fault.kind} ${fault.target ?? ''}`
    case 'drop':
      return fault.tries === 'all' ? `${fault.kind} ${fault.point.label} ${fault.point.subject}` : null
    default:
      return null
  }
}
