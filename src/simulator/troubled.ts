/** Whether a fault is in force: it strikes, or what it has begun lasts. */
import type { Fault, Plan } from './plan.ts'
import type { TraceEvent } from './trace.ts'

/** For how long the Stripe client waits for an answer. */
const callTimeoutMs = 80_000

/** @param sinceMs virtual time from which on faults count */
export function wasTroubledSince(trace: readonly TraceEvent[], plan: Plan, sinceMs: number): boolean {
  return trace.some(({ atMs, what }) => {
    if (what.kind === 'fault') return atMs + lengthMs(plan[what.fault]) >= sinceMs
    if (what.kind !== 'process' || (what.change !== 'crashed' && what.change !== 'frozen')) return false
    return what.restartAtMs === null || what.restartAtMs >= sinceMs
  })
}

/** How long a fault lasts. What goes wrong in an instant lasts no time. */
function lengthMs(fault: Fault | undefined): number {
  if (fault === undefined) return 0
  // A wrong clock stays wrong, and what is to be overtaken waits for the next message.
  if (fault.kind === 'clock-jump' || fault.kind === 'overtake') return Number.POSITIVE_INFINITY
  if (fault.kind === 'timeout') return callTimeoutMs
  if ('forMs' in fault) return fault.forMs
  return 'byMs' in fault ? fault.byMs : 0
}
