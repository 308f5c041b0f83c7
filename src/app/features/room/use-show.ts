/** What room mode shows at the cursor, and what it may tell. */
import { useMemo } from 'react'
import type { Run } from '#simulator'
import { isBeginning } from '../../model/beginning.ts'
import type { Term } from '../../model/glossary.ts'
import { beatsOf } from '../../model/lane-line/lane-line.ts'
import { firstTerms, notesOf, type StopNote } from '../../model/room/notes.ts'
import { roomStops, verdictEvent, type RoomStop } from '../../model/room/stops.ts'
import { stopBefore } from '../../model/room/way.ts'
import type { Catalogue } from '../../state/catalogue.ts'
import { judge } from '../../state/judgement.ts'
import { usePage, useRun } from '../../state/page.tsx'
import { useExplanationOf } from '../../state/use-explanation.ts'
import type { RoomAnswer } from './room-verdict.tsx'

export interface Show {
  /** Without verdicts while the answer is hidden. */
  readonly run: Run
  readonly stops: readonly RoomStop[]
  /** Position of the stop that the cursor has come to; −1 before the first. */
  readonly at: number
  readonly isLast: boolean
  /** Whether the cursor has come to where the answer is told, hidden or not. */
  readonly isEarned: boolean
  readonly isHidden: boolean
  /** For the speaker; null while the run is not whole. */
  readonly answer: RoomAnswer | null
  /** The term that is explained at this stop. */
  readonly term: Term | null
  readonly notes: readonly StopNote[]
}

export function useShow(): Show {
  const run = useRun()
  const whole = usePage((page) => page.run) ?? run
  const cursor = usePage((page) => page.cursor)
  const catalogue = usePage((page) => page.catalogue)
  const isHidden = usePage((page) => page.answers === 'hidden')
  const isAwaited = isBeginning(run)
  const explanation = useExplanationOf(isAwaited ? null : whole)
  const known = useMemo(() => {
    const tone = isHidden || isAwaited ? 'unknown' : catalogue.ask(run).tone
    const beats = beatsOf(run, { words: catalogue.story, anchor: 0, isStruck: false, tone })
    const stops = roomStops({ run, explanation: isHidden ? null : explanation, beats })
    const verdictAt = verdictEvent(run, stops)
    return {
      stops,
      verdictAt,
      terms: firstTerms(run, stops),
      notes: notesOf(whole, stops, explanation, verdictAt),
      answer: isAwaited ? null : answerOf(catalogue, whole),
    }
  }, [catalogue, run, whole, explanation, isHidden, isAwaited])
  const { stops, verdictAt, terms, notes, answer } = known
  const at = stopBefore(stops, cursor)
  const isAtStop = stops[at]?.event === cursor
  return {
    run,
    stops,
    at,
    isLast: at === stops.length - 1,
    isEarned: cursor >= verdictAt,
    isHidden,
    answer,
    term: isAtStop ? (terms[at]?.[0] ?? null) : null,
    notes,
  }
}

function answerOf({ ask, implementations }: Catalogue, run: Run): RoomAnswer {
  const { answer, tone } = ask(run)
  const title = implementations.find(({ name }) => name === run.input.implementation)?.title ?? ''
  return { answer, tone, scope: `${title}: ${judge(run, run.trace.length).final}.` }
}
