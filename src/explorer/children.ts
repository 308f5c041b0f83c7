/** The schedules with one fault more (X1). */
import { formatFault, formatPoint, type Plan } from '#simulator'
import { faultsAt, type Palette } from './palette.ts'

export interface Child {
  /** The fault that is added, as text. */
  readonly fault: string
  /** Its number among all that are offered. */
  readonly order: number
  /** Whether it is at an operation after that of the last fault, and how many come after its own. */
  readonly isLater: boolean
  readonly pointsAfter: number
}

/**
 * @param plan the faults that are there, in the order of their operations
 * @param points all operations of the run with them
 * @param delays how late a message may be besides what the palette has
 */
export function childrenOf(
  plan: Plan,
  points: readonly string[],
  palette: Palette,
  delays: readonly string[] = [],
): readonly Child[] {
  const last = plan.at(-1)
  const from = last === undefined ? 0 : points.indexOf(formatPoint(last.point))
  if (from < 0) return []
  const children: Child[] = []
  for (const [at, point] of points.entries()) {
    if (at < from) continue
    const isLater = last === undefined || at > from
    const offered = faultsAt(point, palette, delays).map(formatFault)
    // At the same operation only what the palette has later.
    const first = isLater ? 0 : offered.indexOf(formatFault(last)) + 1
    for (const fault of offered.slice(first))
      children.push({ fault, order: children.length, isLater, pointsAfter: points.length - 1 - at })
  }
  return children
}
