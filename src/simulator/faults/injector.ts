/** The faults of a run: which of them meet an operation, and what became of each. */
import type { Plan } from '../plan.ts'
import { formatPoint, type Point } from '../point.ts'
import type { Recorder } from '../recorder.ts'
import type { FaultOutcome } from '../run.ts'
import type { EffectAt, Hook } from './effects.ts'
import { definitionOf, effectOf, type Fault } from './registry.ts'

/** An operation that has come to its turn. */
export interface Identified {
  readonly point: Point
  /** The point as text. */
  readonly text: string
}

/** A fault that happens now, and what it does. */
export interface Injected<At extends Hook> {
  readonly fault: Fault
  readonly effect: EffectAt<At>
}

export interface FaultInjector {
  /**
   * Lets the first fault happen that the plan has for this operation and that does something at one of these hooks, if
   * any; the trace has an event of it. A fault happens once, unless its kind repeats it.
   */
  inject<At extends Hook>(operation: Identified, at: At): Injected<At> | null
  /** Notes that a fault which would do something at this hook cannot happen here. */
  withhold(operation: Identified, at: Hook, reason: string): void
  /** True from the moment at which the last fault of the plan happens. */
  lastHasHappened(): boolean
  /** True if the plan has a fault at any operation of this label. */
  concerns(label: string): boolean
  /** @param reasonFor says why a fault did not happen; `first` is another one that happened at the same operation */
  outcomes(reasonFor: (fault: Fault, first: Fault | null) => string): readonly FaultOutcome[]
}

export function createFaultInjector(plan: Plan, recorder: Recorder): FaultInjector {
  const events = new Map<number, number>()
  const withheld = new Map<number, string>()
  const texts = plan.map(({ point }) => formatPoint(point))

  function firstAt(text: string | undefined): Fault | null {
    return plan.find((_, position) => texts[position] === text && events.has(position)) ?? null
  }

  return {
    inject(operation, at) {
      // Most operations meet no fault: do not look at each fault's text for them.
      for (const [position, fault] of plan.entries()) {
        const isDue =
          texts[position] === operation.text ? !events.has(position) : repeatsAt(fault, operation.point)
        const effect = isDue ? effectOf(fault, at) : null
        if (effect === null) continue
        const event = recorder.record({ kind: 'fault', fault: position }, { point: operation.text })
        if (!events.has(position)) events.set(position, event)
        return { fault, effect }
      }
      return null
    },
    withhold(operation, at, reason) {
      for (const [position, fault] of plan.entries())
        if (texts[position] === operation.text && effectOf(fault, at) !== null) withheld.set(position, reason)
    },
    lastHasHappened: () => events.has(plan.length - 1),
    concerns: (label) => plan.some(({ point }) => point.label === label),
    outcomes: (reasonFor) =>
      plan.map((fault, position) => {
        const event = events.get(position)
        if (event !== undefined) return { fired: true, event }
        const reason = withheld.get(position)
        if (reason !== undefined) return { fired: false, reason, impossible: true }
        return { fired: false, reason: reasonFor(fault, firstAt(texts[position])) }
      }),
  }
}

/** A message that is dropped for good is lost on each later try too. */
function repeatsAt(fault: Fault, { role, label, subject, occurrence }: Point): boolean {
  const { point } = fault
  return (
    point.role === role &&
    point.label === label &&
    point.subject === subject &&
    occurrence > point.occurrence &&
    definitionOf(fault.kind).repeats?.(fault) === true
  )
}
