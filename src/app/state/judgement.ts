/**
 * What can be said about a run, and from where. At the cursor only safety can be judged, and only so far; the rest
 * is judged at the end. The two are kept apart here so that no component can mix them up.
 */
import type { Run, Verdict } from '#simulator'
import { upperFirst } from '../model/letter-case.ts'

export interface Judgement {
  /** Whether the cursor stands at the end, where the whole run's verdict is the verdict at the cursor. */
  readonly ended: boolean
  /** Violated at or before the cursor, in the order in which they were found. */
  readonly seen: readonly Verdict[]
  /** Violated only after the cursor. */
  readonly ahead: readonly Verdict[]
  /** About the cursor, or about the whole run at its end: `No rule is broken yet`. */
  readonly sentence: string
  /** About the whole run: `all 12 rules hold`. */
  readonly final: string
}

export function judge(run: Run, cursor: number): Judgement {
  const ended = cursor >= run.trace.length
  const violated = run.verdicts
    .filter((verdict) => !verdict.holds)
    .toSorted((one, other) => foundAt(one, run) - foundAt(other, run))
  const seen = violated.filter((verdict) => ended || foundAt(verdict, run) <= cursor)
  const ahead = violated.filter((verdict) => !seen.includes(verdict))
  const final = finalWords(run.verdicts.length, violated.length)
  return { ended, seen, ahead, sentence: ended ? upperFirst(final) : soFarWords(seen.length), final }
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

function finalWords(all: number, broken: number): string {
  if (broken === 0) return `all ${all} rules hold`
  return `${broken} of ${all} rules ${broken === 1 ? 'is' : 'are'} broken`
}

/** Before the end only some rules can be judged, and only so far. */
function soFarWords(broken: number): string {
  if (broken === 0) return 'No rule is broken yet'
  return `${broken} ${broken === 1 ? 'rule is' : 'rules are'} broken so far`
}

function foundAt(verdict: Verdict, run: Run): number {
  return verdict.event ?? run.trace.length
}
