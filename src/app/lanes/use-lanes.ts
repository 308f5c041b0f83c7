import { useMemo } from 'react'
import type { Implementation, Tone } from '../state/catalogue.ts'
import { laneWords } from '../state/judgement.ts'
import { usePage, useRun } from '../state/page.tsx'
import { inLane, keyOf } from '../state/store.ts'

export interface Lane {
  readonly implementation: Implementation
  readonly tone: Tone | 'unknown'
  /** The verdict in words, for those who do not see the mark. */
  readonly words: string
}

/** Every implementation with its verdict on the experiment that is shown, as far as it is known. */
export function useLanes(): readonly Lane[] {
  const run = useRun()
  const catalogue = usePage((page) => page.catalogue)
  const runs = usePage((page) => page.runs)
  const isHidden = usePage((page) => page.answers === 'hidden')
  return useMemo(
    () =>
      catalogue.implementations.map((implementation): Lane => {
        const itsRun = runs.get(keyOf(inLane(catalogue, run.input, implementation.name)))
        if (isHidden) return { implementation, tone: 'unknown', words: 'verdict hidden' }
        if (itsRun === undefined) return { implementation, tone: 'unknown', words: 'not tried yet' }
        const { tone } = catalogue.ask(itsRun)
        return { implementation, tone, words: laneWords(itsRun, tone) }
      }),
    [catalogue, runs, run, isHidden],
  )
}
