/**
 * What a speaker can say at a stop. It is made of the run's own sentences, its explanation and the glossary: no note is
 * written for a scenario.
 */
import type { Explanation } from '#explorer'
import type { Run } from '#simulator'
import { sentence } from '#simulator/sentence.ts'
import { laterWords } from '../event-context.ts'
import { withFullStop } from '../full-stop.ts'
import { glossary, termsOf, type Term, type TermId } from '../glossary.ts'
import type { RoomStop } from './stops.ts'

export interface StopNote {
  readonly event: number
  readonly label: string
  /** What happens there, with its full stop. */
  readonly sentence: string
  /** Why it matters, a sentence each: links of the explanation since the stop before. */
  readonly because: readonly string[]
  /** Sentences of the terms that occur here for the first time. */
  readonly terms: readonly string[]
  /** `30 s later`: virtual time since the stop before; null if it is less than a second. */
  readonly later: string | null
}

/**
 * @param verdictAt the event from which the answer is told: what tells of no event, and of what is left, belongs there
 */
export function notesOf(
  run: Run,
  stops: readonly RoomStop[],
  explanation: Explanation | null,
  verdictAt: number,
): readonly StopNote[] {
  const terms = firstTerms(run, stops)
  return stops.map(({ event, label }, at) => {
    const before = stops[at - 1]?.event ?? 0
    const links = explanation?.links ?? []
    const because = links
      .filter((link) => {
        const place = link.event ?? verdictAt
        return place > before && place <= event
      })
      .map(({ words }) => words)
    return {
      event,
      label,
      sentence: sentenceOf(run, event),
      because,
      terms: (terms[at] ?? []).map((term) => term.sentence),
      later: laterWords(passesMs(run, before, event)),
    }
  })
}

/**
 * The terms that occur at each stop and at none before it. The same run has the same ones each time it is shown:
 * what another visitor of this tab has read is not taken into account.
 */
export function firstTerms(run: Run, stops: readonly RoomStop[]): readonly (readonly Term[])[] {
  const known = new Set<TermId>()
  return stops.map(({ event }) => {
    const found = run.trace[event - 1]
    const first = found === undefined ? [] : termsOf(found).filter((term) => !known.has(term))
    for (const term of first) known.add(term)
    return first.map((term) => glossary[term])
  })
}

function sentenceOf(run: Run, event: number): string {
  const found = run.trace[event - 1]
  return withFullStop(found === undefined ? '' : sentence(found, run))
}

/** Virtual time that passes between two events. */
function passesMs({ trace }: Run, from: number, to: number): number {
  const [start, end] = [trace[from - 1]?.atMs, trace[to - 1]?.atMs]
  return start === undefined || end === undefined ? 0 : end - start
}
