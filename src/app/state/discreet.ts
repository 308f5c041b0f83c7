/** A run as it is shown while its answer is still to be guessed. */
import type { Run, TraceEvent } from '#simulator'

const known = new WeakMap<Run, Run>()

/**
 * The same run with the moments at which an invariant was found violated made into nothing to look at. Events keep
 * their places, so that a cursor means the same in both. The same run gives the same object.
 */
export function discreet(run: Run): Run {
  const before = known.get(run)
  if (before !== undefined) return before
  const quiet = { ...run, trace: run.trace.map(withoutVerdict) }
  known.set(run, quiet)
  return quiet
}

function withoutVerdict(event: TraceEvent): TraceEvent {
  return event.what.kind === 'violated' ? { ...event, what: { kind: 'asked' } } : event
}
