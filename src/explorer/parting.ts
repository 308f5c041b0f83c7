/** Where a run leaves the way of the run without its faults. */
import type { Run, TraceEvent } from '#simulator'

/** Index of the first event that the reference has not; null where it has them all. */
export function partingOf(run: Run, reference: Run): number | null {
  const at = run.trace.findIndex((event, index) => !isSame(event, reference.trace[index]))
  return at < 0 ? null : at + 1
}

/**
 * The operation that its server would have asked for next, had nothing struck. The run without the faults tells it where
 * it has the very same operation; else another request that came as far, for the same order if there is one: what comes
 * next depends on what was found, and a mug may be left for one and none for another.
 */
export function nextOf(run: Run, event: TraceEvent, reference?: Run): TraceEvent | undefined {
  return (
    (reference && followerIn(reference, (other) => other.point === event.point)) ??
    followerIn(run, (other) => isAlike(other, event) && other.subject === event.subject) ??
    followerIn(run, (other) => isAlike(other, event)) ??
    (reference && followerIn(reference, (other) => isAlike(other, event))) ??
    stepAfter(run, event)
  )
}

/** The next step of the same workflow that began at all, whoever began it. */
function stepAfter({ trace }: Run, { index, subject }: TraceEvent): TraceEvent | undefined {
  return trace.find(
    (other) =>
      other.index > index &&
      other.subject === subject &&
      other.what.kind === 'step' &&
      other.what.progress === 'began',
  )
}

/** What came next after such an operation. */
function followerIn({ trace }: Run, isSuch: (event: TraceEvent) => boolean): TraceEvent | undefined {
  for (const same of trace) {
    if (same.point === null || same.what.kind === 'fault' || !isSuch(same)) continue
    const next = trace.find(
      (other) =>
        other.index > same.index &&
        other.point !== null &&
        !isRead(other) &&
        other.request === same.request &&
        isSameActor(other.actor, same.actor),
    )
    if (next !== undefined && next.what.kind !== 'fault') return next
  }
  return undefined
}

/** Reading changes nothing: what comes after it is what was missed. */
function isRead({ what, changes }: TraceEvent): boolean {
  return what.kind === 'statement' && changes.length === 0 && /^\s*select\b/i.test(what.sql)
}

/** The same operation, whichever of its kind and for whichever order. */
function isAlike({ point }: TraceEvent, other: TraceEvent): boolean {
  return point !== null && other.point !== null && operationOf(point) === operationOf(other.point)
}

function operationOf(point: string): string {
  return point.replace(/(@[^#]*)?#\d+$/, '')
}

function isSame(one: TraceEvent, other: TraceEvent | undefined): boolean {
  if (other === undefined || one.what.kind !== other.what.kind || one.point !== other.point) return false
  return one.atMs === other.atMs && isSameActor(one.actor, other.actor)
}

function isSameActor(one: TraceEvent['actor'], other: TraceEvent['actor']): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
