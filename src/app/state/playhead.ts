/**
 * Where the page stands, in either view, as a position in the run that is looked at. In a comparison it may lie before
 * that run's start or after its end, where only other lanes go on.
 */
import { isKeptBack } from '../store/opening.ts'
import { compareRuns, type Comparison } from './comparison.ts'
import { laneRunsOf } from './lanes.ts'
import type { PageState } from './page-state.ts'

export interface Playhead {
  readonly first: number
  readonly last: number
  readonly at: number
}

export function playheadOf(page: PageState): Playhead {
  if (page.view !== 'compare') return { first: 0, last: lastOf(page), at: page.cursor }
  const comparison = comparisonOf(page)
  const anchor = anchorOf(page, comparison)
  const [first, last] = [anchor + comparison.first, anchor + comparison.last]
  return { first, last, at: Math.max(first, Math.min(last, page.cursor + page.beyond)) }
}

/** What is kept back goes on for at least one event more: it is stepped into, and how much there is stays unknown. */
function lastOf({ run, opening }: PageState): number {
  return (run?.trace.length ?? 0) + (isKeptBack({ opening }) ? 1 : 0)
}

export function comparisonOf(page: PageState): Comparison {
  return compareRuns(laneRunsOf(page), page.alignment)
}

/** Event of the run that is looked at, at moment 0. */
export function anchorOf({ catalogue, wanted }: PageState, { lanes }: Comparison): number {
  return lanes[catalogue.implementations.findIndex(({ name }) => name === wanted.implementation)]?.anchor ?? 0
}

/** The moment of a comparison at which the page stands. */
export function momentOf(page: PageState, comparison: Comparison): number {
  const moment = page.cursor + page.beyond - anchorOf(page, comparison)
  return Math.max(comparison.first, Math.min(comparison.last, moment))
}
