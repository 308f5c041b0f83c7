/**
 * What can be said about a run, and from where. At the cursor only safety can be judged, and only so far; the rest
 * is judged at the end. The two are kept apart here so that no component can mix them up.
 */
import { violationsIn, whyNotJudged, type Run, type Violation } from '#simulator'
import type { Tone } from './catalogue.ts'
import { upperFirst } from '../model/letter-case.ts'

export interface Judgement {
  /** Whether the cursor stands at the end, where the whole run's verdict is the verdict at the cursor. */
  readonly ended: boolean
  /** Violated at or before the cursor, in the order in which they were found. */
  readonly seen: readonly Violation[]
  /** Violated only after the cursor. */
  readonly ahead: readonly Violation[]
  /** About the cursor, or about the whole run at its end: `No rule is broken yet`. */
  readonly sentence: string
  /** About the whole run: `all 12 rules hold`. */
  readonly final: string
  /** Why rules could not be judged; null where all were. */
  readonly notJudged: string | null
}

export function judge(run: Run, cursor: number): Judgement {
  const ended = cursor >= run.trace.length
  const violated = violationsIn(run).toSorted((one, other) => one.event - other.event)
  const seen = violated.filter(({ event }) => ended || event <= cursor)
  const ahead = violated.filter((verdict) => !seen.includes(verdict))
  const final = finalWords(run)
  const sentence = ended ? upperFirst(final) : soFarWords(seen.length)
  return { ended, seen, ahead, sentence, final, notJudged: whyNotJudged(run) }
}

/** `Holds`, `Stuck`, `Not judged`, or the violated statement: a lane's verdict on the whole run, in words. */
export function laneWords(run: Run, tone: Tone): string {
  switch (tone) {
    case 'holds':
      return 'Holds'
    case 'stuck':
      return 'Stuck'
    case 'not-judged':
      return 'Not judged'
    case 'violated': {
      const [first] = violationsIn(run)
      return first === undefined ? 'Violated' : `Violated: ${first.statement}`
    }
  }
}

function finalWords(run: Run): string {
  const all = run.verdicts.length
  const broken = violationsIn(run).length
  const unjudged = run.verdicts.filter(({ outcome }) => outcome === 'not-judged').length
  if (unjudged === all) return `none of ${all} rules is judged`
  if (broken === 0) return `all ${all} rules hold`
  const words = `${broken} of ${all} rules ${broken === 1 ? 'is' : 'are'} broken`
  return unjudged === 0 ? words : `${words}, ${unjudged} ${unjudged === 1 ? 'is' : 'are'} not judged`
}

/** Before the end only some rules can be judged, and only so far. */
function soFarWords(broken: number): string {
  if (broken === 0) return 'No rule is broken yet'
  return `${broken} ${broken === 1 ? 'rule is' : 'rules are'} broken so far`
}
