/** The faults of a run: which of them meet an operation, and what became of each. */
import { formatPoint, type Fault, type FaultKind, type Plan, type Point } from './plan.ts'
import type { Recorder } from './recorder.ts'
import type { FaultOutcome } from './run.ts'

/** An operation that has come to its turn. */
export interface Identified {
  readonly point: Point
  /** The point as text. */
  readonly text: string
}

export interface Faults {
  /**
   * Lets the first fault of one of these kinds happen that the plan has for this operation, if any: it is told in the
   * trace. A fault happens once, save a drop of all tries.
   */
  strike<K extends FaultKind>(operation: Identified, ...kinds: readonly K[]): (Fault & { kind: K }) | null
  /** True where the plan has a fault at any operation of this label. */
  concerns(label: string): boolean
  outcomes(reasonFor: (fault: Fault) => string): readonly FaultOutcome[]
}

export function createFaults(plan: Plan, recorder: Recorder): Faults {
  const events = new Map<number, number>()
  const texts = plan.map(({ point }) => formatPoint(point))

  function find(operation: Identified, kinds: readonly FaultKind[]): number {
    return plan.findIndex((fault, index) => {
      if (!kinds.includes(fault.kind)) return false
      return texts[index] === operation.text ? !events.has(index) : outlasts(fault, operation.point)
    })
  }

  return {
    strike<K extends FaultKind>(operation: Identified, ...kinds: readonly K[]) {
      // Most operations meet none: do not look at each fault's text for them.
      if (plan.length === 0) return null
      const position = find(operation, kinds)
      const fault = plan[position]
      if (fault === undefined) return null
      const event = recorder.record({ kind: 'fault', fault: position }, { point: operation.text })
      if (!events.has(position)) events.set(position, event)
      return fault as Fault & { kind: K }
    },
    concerns: (label) => plan.some(({ point }) => point.label === label),
    outcomes: (reasonFor) =>
      plan.map((fault, position) => {
        const event = events.get(position)
        return event === undefined ? { fired: false, reason: reasonFor(fault) } : { fired: true, event }
      }),
  }
}

/** A message that is dropped for good stays lost on each later try. */
function outlasts(fault: Fault, { role, label, subject, occurrence }: Point): boolean {
  if (fault.kind !== 'drop' || fault.tries !== 'all') return false
  const { point } = fault
  return (
    point.role === role && point.label === label && point.subject === subject && occurrence > point.occurrence
  )
}
