/** The faults of a run: which of them meet an operation, and what became of each. */
import { formatPoint, type Fault, type FaultKind, type Plan, type Point } from './plan.ts'
import type { FaultOutcome } from './run.ts'

/** A fault and its position in the plan. */
export interface PlacedFault<F extends Fault = Fault> {
  readonly fault: F
  readonly position: number
}

export interface Faults {
  /** The fault of this kind that meets the operation, if any. A fault fires once, save a drop of all tries. */
  meeting<K extends FaultKind>(point: Point, kind: K): PlacedFault<Extract<Fault, { kind: K }>> | null
  /** True where the plan has a fault of this kind at any operation of this label. */
  concerns(label: string, kind: FaultKind): boolean
  fired(position: number, event: number): void
  outcomes(reasonFor: (fault: Fault) => string): readonly FaultOutcome[]
}

export function createFaults(plan: Plan): Faults {
  const events = new Map<number, number>()
  const texts = plan.map(({ point }) => formatPoint(point))
  return {
    meeting<K extends FaultKind>(point: Point, kind: K) {
      const text = formatPoint(point)
      const position = plan.findIndex(
        (fault, index) =>
          fault.kind === kind && (texts[index] === text ? !events.has(index) : outlasts(fault, point)),
      )
      const fault = plan[position]
      return fault === undefined ? null : { fault: fault as Extract<Fault, { kind: K }>, position }
    },
    concerns: (label, kind) => plan.some((fault) => fault.kind === kind && fault.point.label === label),
    fired(position, event) {
      if (!events.has(position)) events.set(position, event)
    },
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
