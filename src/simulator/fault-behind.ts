/** Which fault of the plan an event comes of: told apart by the trace, since events name only their causes. */
import type { Hook, ProcessEffect } from './faults/effects.ts'
import { effectOf, type Fault } from './faults/registry.ts'
import type { Run } from './run.ts'
import type { TraceEvent } from './trace.ts'

/** The fault that made a process die, freeze, come back or lose its clock; null where none did. */
function faultBehind(event: TraceEvent, run: Run): Fault | null {
  const cause = event.cause === null ? undefined : run.trace[event.cause - 1]
  if (cause === undefined) return null
  if (cause.what.kind === 'fault') return run.input.plan[cause.what.fault] ?? null
  return cause.what.kind === 'process' ? faultBehind(cause, run) : null
}

/** What the plan did to the process of an event: to one that died, froze, came back or lost its clock. */
export function processEffectBehind(event: TraceEvent, run: Run): ProcessEffect | null {
  const fault = faultBehind(event, run)
  return fault === null ? null : (effectOf(fault, 'before') ?? effectOf(fault, 'after'))
}

/** Whether something failed because of an outage. */
export function isOfOutage(event: TraceEvent, run: Run): boolean {
  const fault = faultBehind(event, run)
  return fault !== null && effectOf(fault, 'outage') !== null
}

/** Whether it is the operation that a fault made slow: a client's next try comes of that fault too, and is another. */
export function isSlowed(event: TraceEvent, run: Run): boolean {
  const fault = faultBehind(event, run)
  const struck = event.cause === null ? undefined : run.trace[event.cause - 1]
  return fault !== null && effectOf(fault, 'slow') !== null && struck?.point === event.point
}

/** Whether a process died to come back with other code. */
export function isDeployment(event: TraceEvent, run: Run): boolean {
  const effect = processEffectBehind(event, run)
  return effect?.does === 'crash' && effect.code === 'new'
}

/** What the plan does to a message, by the event in which it leaves. An attacker's copy is a fault of its own. */
export function faultsOfMessage({ index, point, what }: TraceEvent, run: Run): readonly Fault[] {
  const struck = run.trace.slice(0, index).flatMap((earlier) => {
    const fault = earlier.what.kind === 'fault' ? run.input.plan[earlier.what.fault] : undefined
    return fault ? [{ fault, point: earlier.point }] : []
  })
  if (what.kind === 'sent' && what.forged) {
    const last = struck.findLast(({ fault }) => isOfAttacker(fault))
    return last ? [last.fault] : []
  }
  return struck
    .filter((one) => point !== null && one.point === point && !isOfAttacker(one.fault))
    .map(({ fault }) => fault)
}

/** Whether one of the faults of a message does something at a hook. */
export function actsAt(faults: readonly Fault[], hook: Hook): boolean {
  return faults.some((fault) => effectOf(fault, hook) !== null)
}

function isOfAttacker(fault: Fault): boolean {
  return actsAt([fault], 'forge') || actsAt([fault], 'replay')
}
