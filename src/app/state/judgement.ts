/**
 * What can be said about a run, and from where. At the cursor only safety can be judged, and only so far; the rest
 * is judged at the end. The two are kept apart here so that no component can mix them up.
 */
import type { Run, Verdict } from '#simulator'

export interface Judgement {
  /** Whether the cursor stands at the end, where the whole run's verdict is the verdict at the cursor. */
  readonly ended: boolean
  /** Violated at or before the cursor, in the order in which they were found. */
  readonly seen: readonly Verdict[]
  /** Violated only after the cursor. */
  readonly ahead: readonly Verdict[]
  /** One sentence about the cursor, or about the whole run at its end. */
  readonly sentence: string
}

export function judge(run: Run, cursor: number): Judgement {
  const ended = cursor >= run.trace.length
  const violated = run.verdicts
    .filter((verdict) => !verdict.holds)
    .toSorted((one, other) => foundAt(one, run) - foundAt(other, run))
  const seen = violated.filter((verdict) => ended || foundAt(verdict, run) <= cursor)
  const ahead = violated.filter((verdict) => !seen.includes(verdict))
  return { ended, seen, ahead, sentence: sentenceOf(run, ended, seen) }
}

/** `Holds`, `Stuck`, or the violated statement: a lane's verdict on the whole run, in words. */
export function laneWords(run: Run, tone: 'holds' | 'stuck' | 'violated'): string {
  switch (tone) {
    case 'holds':
      return 'Holds'
    case 'stuck':
      return 'Stuck'
    case 'violated': {
      const first = run.verdicts.find((verdict) => !verdict.holds)
      return first === undefined ? 'Violated' : `Violated: ${first.statement}`
    }
  }
}

function sentenceOf(run: Run, ended: boolean, seen: readonly Verdict[]): string {
  const all = run.verdicts.length
  const early = run.verdicts.filter((verdict) => verdict.when === 'safety').length
  const isOne = seen.length === 1
  if (ended && seen.length === 0) return `All ${all} invariants hold`
  if (ended) return `${seen.length} of ${all} invariants ${isOne ? 'is' : 'are'} violated`
  if (seen.length === 0)
    return `The ${early} of ${all} invariants that can be judged before the end hold so far`
  return `${seen.length} ${isOne ? 'invariant is' : 'invariants are'} violated so far`
}

function foundAt(verdict: Verdict, run: Run): number {
  return verdict.event ?? run.trace.length
}
