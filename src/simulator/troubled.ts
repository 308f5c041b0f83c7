/** Whether a fault is in force: it strikes, or what it has begun lasts. */
import { definitionOf } from './faults/registry.ts'
import type { Plan } from './plan.ts'
import type { TraceEvent } from './trace.ts'

/** @param sinceMs virtual time from which on faults count */
export function wasTroubledSince(trace: readonly TraceEvent[], plan: Plan, sinceMs: number): boolean {
  return trace.some(({ atMs, what }) => {
    if (what.kind === 'fault') return atMs + lengthMs(plan, what.fault) >= sinceMs
    if (what.kind !== 'process' || (what.change !== 'crashed' && what.change !== 'frozen')) return false
    return what.restartAtMs === null || what.restartAtMs >= sinceMs
  })
}

function lengthMs(plan: Plan, position: number): number {
  const fault = plan[position]
  return fault === undefined ? 0 : (definitionOf(fault.kind).lastsMs?.(fault) ?? 0)
}
