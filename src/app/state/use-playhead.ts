/** The playhead for components, in either view: where it stands, where it can go, and what it says. */
import { useCallback, useMemo } from 'react'
import type { Run } from '#simulator'
import { seekMoment } from './commands.ts'
import type { Comparison } from './comparison.ts'
import { wordsAt, wordsAtMoment, type PlaceWords } from './moment-words.ts'
import { usePage, usePageStore, useRun } from './page.tsx'
import { playheadOf } from './playhead.ts'
import { useComparison, useLooked, useMoment } from './use-lanes.ts'

export interface PlayheadView {
  readonly first: number
  readonly last: number
  readonly at: number
  readonly words: PlaceWords
  /** What one looks for when dragging. */
  readonly marks: readonly PlayheadMark[]
  readonly seek: (to: number) => void
}

interface PlayheadMark {
  readonly at: number
  readonly kind: 'fault' | 'violation'
}

export function usePlayhead(): PlayheadView {
  const run = useRun()
  const cursor = usePage((page) => page.cursor)
  const { lanes, comparison } = useComparison()
  const moment = useMoment(comparison)
  const isComparison = usePage((page) => page.view === 'compare')
  const looked = useLooked()
  const marks = useMemo(
    () => (isComparison ? sharedMarks(comparison) : marksOf(run, 0)),
    [isComparison, comparison, run],
  )
  const seek = useSeek()
  const end = usePage((page) => (page.view === 'compare' ? 0 : playheadOf(page).last))
  if (!isComparison) return { first: 0, last: end, at: cursor, words: wordsAt(run, cursor), marks, seek }
  const { first, last } = comparison
  return { first, last, at: moment, words: wordsAtMoment(comparison, lanes, moment, looked), marks, seek }
}

/** Goes to an event, or in a comparison to a moment. */
export function useSeek(): (to: number) => void {
  const store = usePageStore()
  return useCallback(
    (to: number) => {
      const { view, seek } = store.getState()
      if (view === 'compare') seekMoment(store, to)
      else seek(to)
    },
    [store],
  )
}

function sharedMarks({ lanes }: Comparison): readonly PlayheadMark[] {
  const all = lanes.flatMap(({ run, anchor }) => (run === null ? [] : marksOf(run, anchor)))
  const isFirst = (mark: PlayheadMark, index: number) =>
    all.findIndex(({ at, kind }) => at === mark.at && kind === mark.kind) === index
  return all.filter(isFirst)
}

function marksOf(run: Run, anchor: number): readonly PlayheadMark[] {
  return run.trace.flatMap(({ index, what }): readonly PlayheadMark[] => {
    if (what.kind === 'fault') return [{ at: index - anchor, kind: 'fault' }]
    return what.kind === 'violated' ? [{ at: index - anchor, kind: 'violation' }] : []
  })
}
