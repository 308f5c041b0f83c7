/** Pauses of the run that the strip draws as breaks. */
import type { Run, TraceEvent } from '#simulator'
import { about } from '#simulator/sentence.ts'

/** Where the clock jumps between two neighbours of the trace: `30 s`. */
export interface TimeBreak {
  /** Index of the event before it. */
  readonly after: number
  readonly label: string
  readonly ms: number
}

/** Shorter pauses are not worth a mark. */
const leastBreakMs = 3_000

/** Pauses between neighbouring events that are too long to draw. */
export function timeBreaks(run: Run): readonly TimeBreak[] {
  return run.trace.slice(1).flatMap((event, position) => {
    const before = run.trace[position]
    const ms = event.atMs - (before?.atMs ?? event.atMs)
    const isWorthIt =
      ms >= (isRenewal(event) || (before && isRenewal(before)) ? leastByLeasesMs : leastBreakMs)
    return before && isWorthIt ? [{ after: before.index, label: about(ms), ms }] : []
  })
}

/** Leases are renewed every few seconds while somebody waits: that is no pause. */
const leastByLeasesMs = 10_000

function isRenewal({ point }: TraceEvent): boolean {
  return point?.startsWith('server/renew#') === true
}
