/** Lanes and their comparison, for components. */
import { useMemo } from 'react'
import { compareRuns, type Comparison } from './comparison.ts'
import { lanesOf, type Lane } from './lanes.ts'
import { usePage } from './page.tsx'
import { momentOf } from './playhead.ts'

/** Every implementation with its run and verdict on the experiment on screen, as far as they are known. */
export function useLanes(): readonly Lane[] {
  const catalogue = usePage((page) => page.catalogue)
  const run = usePage((page) => page.run)
  const shown = usePage((page) => page.shown)
  const wanted = usePage((page) => page.wanted)
  const opening = usePage((page) => page.opening)
  const runs = usePage((page) => page.runs)
  const laneFailures = usePage((page) => page.laneFailures)
  const answers = usePage((page) => page.answers)
  return useMemo(
    () => lanesOf({ catalogue, run, shown, wanted, opening, runs, laneFailures, answers }),
    [catalogue, run, shown, wanted, opening, runs, laneFailures, answers],
  )
}

/** The same runs held against each other. */
export function useComparison(): { readonly lanes: readonly Lane[]; readonly comparison: Comparison } {
  const lanes = useLanes()
  const alignment = usePage((page) => page.alignment)
  return useMemo(() => {
    const runs = lanes.map(({ run }) => run)
    return { lanes, comparison: compareRuns(runs, alignment) }
  }, [lanes, alignment])
}

/** Where the page stands in a comparison. */
export function useMoment(comparison: Comparison): number {
  return usePage((page) => momentOf(page, comparison))
}

/** Position of the lane that is looked at, whose run a new fault is aimed at. */
export function useLooked(): number {
  return usePage(({ catalogue, wanted }) =>
    catalogue.implementations.findIndex(({ name }) => name === wanted.implementation),
  )
}
