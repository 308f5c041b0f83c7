/** Where an operation can be held back so that others go first: what a search of the order of operations tries. */
import { kindsAt, parsePoint, type Run } from '#simulator'
import { preempt } from '#simulator/faults/kinds/preempt.ts'
import { sharedBy, unitsOf, type Unit } from './conflicts.ts'

/** How long an operation is held back at most, virtual milliseconds. */
const waitsMs = preempt.parameters.forMs.default

/**
 * The points of a run before which it may matter that others go first.
 *
 * @param reduces False: all at which it is possible. True: only those with another request's operation soon after them
 *   that touches something in common; before any other operation it would make no difference, or one that an operation
 *   of the same request further on makes too.
 */
export function preemptionPoints(run: Run, reduces: boolean): readonly string[] {
  const units = unitsOf(run)
  return units
    .filter((unit, at) => isPossible(unit) && (!reduces || matters(unit, units.slice(at + 1))))
    .map(({ point }) => point)
}

function isPossible({ point }: Unit): boolean {
  return kindsAt(parsePoint(point)).includes(preempt.kind)
}

function matters(unit: Unit, later: readonly Unit[]): boolean {
  const untilMs = timeOf(unit) + waitsMs
  return later.some(
    (other) => other.thread !== unit.thread && timeOf(other) <= untilMs && sharedBy(unit, other).length > 0,
  )
}

function timeOf({ events: [first] }: Unit): number {
  return first?.atMs ?? 0
}
