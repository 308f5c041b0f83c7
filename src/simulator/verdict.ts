/**
 * Verdicts: what a run says of each invariant.
 *
 * There are three, so that no caller can take "not violated" for "holds": a run that was stopped before its end has
 * shown neither.
 */
import type { RunEnd } from './run-end.ts'
import type { JsonRow } from './trace.ts'

export type Verdict = Statement & (Holds | Violated | NotJudged)

/** A verdict that an invariant is violated. */
export type Violation = Statement & Violated

/** The invariant that a verdict is about. */
interface Statement {
  /** `S3`. */
  readonly id: string
  /** One sentence that is true of a good run. */
  readonly statement: string
  /** `safety` is checked after every commit that touches its tables, `end` when all has settled. */
  readonly when: 'safety' | 'end'
}

interface Holds {
  readonly outcome: 'holds'
}

interface Violated {
  readonly outcome: 'violated'
  /** The rows that violate it. */
  readonly rows: readonly JsonRow[]
  /** Index of its first `violated` event. */
  readonly event: number
}

interface NotJudged {
  readonly outcome: 'not-judged'
  /** One sentence. */
  readonly why: string
}

/** Those that are violated, in the order of the invariants. */
export function violationsIn({ verdicts }: Judged): readonly Violation[] {
  return verdicts.filter((verdict): verdict is Violation => verdict.outcome === 'violated')
}

/** Ids of those that are violated, in the order of the invariants. */
export function violatedIds(run: Judged): readonly string[] {
  return violationsIn(run).map(({ id }) => id)
}

/** Whether all hold: each was judged, and none is violated. */
export function allHold({ verdicts }: Judged): boolean {
  return verdicts.every(({ outcome }) => outcome === 'holds')
}

/** Why some could not be judged; null where all were. */
export function whyNotJudged({ verdicts }: Judged): string | null {
  for (const verdict of verdicts) if (verdict.outcome === 'not-judged') return verdict.why
  return null
}

interface Judged {
  readonly verdicts: readonly Verdict[]
}

/** Why it did not settle; null where it did. */
export function whyUnsettled({ end }: { readonly end: RunEnd }): string | null {
  return end.kind === 'settled' ? null : end.why
}
