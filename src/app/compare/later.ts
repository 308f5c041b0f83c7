/** Where in its run a lane goes wrong, as seen from the cursor: the verdict is on the whole run, receipts are not. */
import type { Verdict } from '#simulator'
import type { ComparedLane } from '../state/comparison.ts'
import type { Lane } from '../state/lanes.ts'

export interface Wrong {
  /** The moment at which it is found. */
  readonly moment: number
  /** Whether the cursor has not come to it yet: receipts can look right. */
  readonly isAhead: boolean
  /** Found only when all has settled. */
  readonly isAtEnd: boolean
}

/** @returns Null where nothing goes wrong, or nothing is known or told. */
export function wrongOf({ tone }: Lane, { run, anchor }: ComparedLane, cursor: number): Wrong | null {
  if (run === null || tone === 'unknown' || tone === 'holds') return null
  const found = run.verdicts.filter((verdict) => !verdict.holds && verdict.event !== null)
  const first = found.toSorted((one, other) => eventOf(one) - eventOf(other))[0]
  if (first === undefined) return null
  const event = eventOf(first)
  return { moment: event - anchor, isAhead: cursor < event, isAtEnd: first.when === 'end' }
}

function eventOf({ event }: Verdict): number {
  return event ?? Number.POSITIVE_INFINITY
}
