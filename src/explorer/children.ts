/** The schedules with one fault more (X1), or with one operation more that lets others go first. */
import { formatFault, formatPoint, type Plan } from '#simulator'
import type { Foresight } from './foreseen.ts'
import { faultsAt, offersPreemptions, type Offer } from './palette.ts'

export interface Child {
  /** The fault that is added, as text. */
  readonly fault: string
  readonly spends: keyof Budget
  /** Its number among all that are offered. */
  readonly order: number
  /** Whether it is at an operation after that of the last fault, and how many come after its own. */
  readonly isLater: boolean
  readonly pointsAfter: number
}

/** How many may still be added. */
export interface Budget {
  readonly faults: number
  /** Besides those faults. */
  readonly preemptions: number
}

/** The operations of a run, in their order. */
export interface Reached {
  readonly points: readonly string[]
  /** Those before which others may go first. */
  readonly preemptible?: readonly string[]
  /** What is known of it with one fault more. */
  readonly foresight?: Foresight
}

/** @param plan the faults that are there, in the order of their operations */
export function childrenOf(
  plan: Plan,
  { points, preemptible = [] }: Reached,
  offer: Offer,
  budget: Budget,
): readonly Child[] {
  const last = plan.at(-1)
  const from = last === undefined ? 0 : points.indexOf(formatPoint(last.point))
  if (from < 0) return []
  const mayPreempt = new Set(preemptible)
  const children: Child[] = []
  for (const [at, point] of points.entries()) {
    if (at < from) continue
    const isLater = last === undefined || at > from
    const preempt = `${point}=preempt`
    const faults = faultsAt(point, offer).map(formatFault)
    const offered = [...faults.filter((fault) => fault !== preempt), preempt]
    // At the same operation only what comes later in this list.
    const first = isLater ? 0 : offered.indexOf(formatFault(last)) + 1
    for (const fault of offered.slice(first)) {
      const spends = spentBy(fault === preempt)
      if (spends === null || (fault === preempt && !mayPreempt.has(point))) continue
      children.push({ fault, spends, order: children.length, isLater, pointsAfter: points.length - 1 - at })
    }
  }
  return children

  function spentBy(isPreemption: boolean): keyof Budget | null {
    if (isPreemption && budget.preemptions > 0) return 'preemptions'
    const isOffered = !isPreemption || offersPreemptions(offer)
    return isOffered && budget.faults > 0 ? 'faults' : null
  }
}
