/** Where an operation can be held back so that others go first: what a search of the order of operations tries. */
import { parseFault, parsePoint, kindsAt, type Run } from '#simulator'
import { sharedBy, stepsOf, type Step } from './conflicts.ts'

/** How long an operation is held back at most, virtual milliseconds: the default of `preempt`. */
const waitsMs = waitOf(parseFault('server/any#1=preempt'))

/**
 * The points of a run before which it may matter that others go first.
 *
 * @param reduces False: all at which it is possible. True: only those with another request's operation soon after them
 *   that touches something in common; before any other operation it would make no difference, or one that an operation
 *   of the same request further on makes too.
 */
export function preemptionPoints(run: Run, reduces: boolean): readonly string[] {
  const steps = stepsOf(run)
  return steps
    .filter((step, at) => isPossible(step) && (!reduces || matters(step, steps.slice(at + 1))))
    .map(({ point }) => point)
}

function isPossible({ point }: Step): boolean {
  return kindsAt(parsePoint(point)).includes('preempt')
}

function matters(step: Step, later: readonly Step[]): boolean {
  const untilMs = timeOf(step) + waitsMs
  return later.some(
    (other) => other.thread !== step.thread && timeOf(other) <= untilMs && sharedBy(step, other).length > 0,
  )
}

function timeOf({ events: [first] }: Step): number {
  return first?.atMs ?? 0
}

function waitOf(fault: ReturnType<typeof parseFault>): number {
  return fault.kind === 'preempt' ? fault.forMs : 0
}
