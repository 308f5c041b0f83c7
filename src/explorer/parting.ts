/** Where a run leaves the way of the run without its faults. */
import type { Run, TraceEvent } from '#simulator'

/** Index of the first event that the reference has not; null where it has them all. */
export function partingOf(run: Run, reference: Run): number | null {
  const at = run.trace.findIndex((event, index) => !isSame(event, reference.trace[index]))
  return at < 0 ? null : at + 1
}

/**
 * The operation that its server would have asked for next, had nothing struck: another request of this run that came
 * as far tells it, or the run without the faults.
 */
export function nextOf(run: Run, event: TraceEvent, reference?: Run): TraceEvent | undefined {
  return followerIn(run, event) ?? (reference && followerIn(reference, event)) ?? stepAfter(run, event)
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

/** What came next elsewhere after the same operation. */
function followerIn({ trace }: Run, { point }: TraceEvent): TraceEvent | undefined {
  if (point === null) return undefined
  const operation = withoutOccurrence(point)
  for (const same of trace) {
    if (same.point === null || withoutOccurrence(same.point) !== operation || same.what.kind === 'fault')
      continue
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

function withoutOccurrence(point: string): string {
  return point.replace(/#\d+$/, '')
}

function isSame(one: TraceEvent, other: TraceEvent | undefined): boolean {
  if (other === undefined || one.what.kind !== other.what.kind || one.point !== other.point) return false
  return one.atMs === other.atMs && isSameActor(one.actor, other.actor)
}

function isSameActor(one: TraceEvent['actor'], other: TraceEvent['actor']): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
