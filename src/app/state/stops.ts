/** Where stepping and playing halt on their way through a run. */
import type { Run, TraceEvent } from '#simulator'

/**
 * Whether a presenter's remote halts here: a commit, a call to Stripe, a webhook, a fault and what comes of it.
 */
export function isOfInterest(event: TraceEvent): boolean {
  const { what } = event
  switch (what.kind) {
    case 'commit':
    case 'rollback':
    case 'stripe-call':
    case 'stripe':
    case 'customer':
    case 'fault':
    case 'process':
    case 'violated':
    case 'restored':
    case 'ended':
      return true
    case 'sent':
      return what.label.startsWith('webhook:') || what.fate !== 'delivered'
    case 'workflow':
      return what.progress === 'recovered' || what.progress === 'failed'
    case 'statement':
      return what.error !== null
    case 'begin':
    case 'arrived':
    case 'no-answer':
    case 'step':
    case 'asked':
    case 'settling':
      return false
  }
}

/**
 * The next halt from a cursor.
 * @param direction 1 forwards, −1 backwards.
 */
export function nextStop(run: Run, cursor: number, direction: 1 | -1): number {
  const ahead =
    direction === 1
      ? run.trace.find((event) => event.index > cursor && isOfInterest(event))
      : run.trace.findLast((event) => event.index < cursor && isOfInterest(event))
  return ahead?.index ?? (direction === 1 ? run.trace.length : 0)
}

/** Invariants found violated right before this cursor, at once; none where it stands on anything else. */
export function violatedUpTo(run: Run, cursor: number): readonly string[] {
  const found: string[] = []
  for (let index = cursor; index >= 1; index -= 1) {
    const what = run.trace[index - 1]?.what
    if (what?.kind !== 'violated') break
    found.unshift(what.invariant)
  }
  return found
}

/** The same at the last of those that are found at once, where playback pauses. */
export function violatedAt(run: Run, cursor: number): readonly string[] {
  return run.trace[cursor]?.what.kind === 'violated' ? [] : violatedUpTo(run, cursor)
}

/** Whether playback pauses by itself at this cursor: the last of the violations found at once, and the end. */
export function pausesAt(run: Run, cursor: number): boolean {
  return cursor >= run.trace.length || violatedAt(run, cursor).length > 0
}
