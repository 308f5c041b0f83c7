/** Which fault of the plan an event comes of: told apart by the trace, since events name only their causes. */
import type { Fault, FaultKind } from './plan.ts'
import type { Run } from './run.ts'
import type { TraceEvent } from './trace.ts'

/** The fault that made a process die, freeze, come back or lose its clock; null where none did. */
export function faultBehind(event: TraceEvent, run: Run): Fault | null {
  const cause = event.cause === null ? undefined : run.trace[event.cause - 1]
  if (cause === undefined) return null
  if (cause.what.kind === 'fault') return run.input.plan[cause.what.fault] ?? null
  return cause.what.kind === 'process' ? faultBehind(cause, run) : null
}

const ofIntruders: readonly FaultKind[] = ['forge', 'replay']

/** What the plan does to a message, by the event in which it leaves. Somebody else's copy is a fault of its own. */
export function faultsOfMessage({ index, point, what }: TraceEvent, run: Run): readonly Fault[] {
  const struck = run.trace.slice(0, index).flatMap((earlier) => {
    const fault = earlier.what.kind === 'fault' ? run.input.plan[earlier.what.fault] : undefined
    return fault ? [{ fault, point: earlier.point }] : []
  })
  if (what.kind === 'sent' && what.forged) {
    const last = struck.findLast(({ fault }) => ofIntruders.includes(fault.kind))
    return last ? [last.fault] : []
  }
  return struck
    .filter((one) => point !== null && one.point === point && !ofIntruders.includes(one.fault.kind))
    .map(({ fault }) => fault)
}
