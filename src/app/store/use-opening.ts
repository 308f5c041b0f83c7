/** The opening for components. */
import { useMemo } from 'react'
import type { BetAnswer, Opening } from '#simulator/scenario.ts'
import { usePage } from '../state/page.tsx'
import { isKeptBack, type OpeningState } from './opening.ts'

export interface OpeningView extends Pick<OpeningState, 'phase'> {
  readonly opening: Opening
  /** What was bet on; null: nothing yet. */
  readonly bet: BetAnswer | null
}

/** Null for everybody who is past it. */
export function useOpening(): OpeningView | null {
  const opening = usePage((page) => page.catalogue.opening)
  const state = usePage((page) => page.opening)
  return useMemo(() => {
    if (opening === undefined || state === null) return null
    const bet = opening.bet.answers.find(({ id }) => id === state.bet) ?? null
    return { opening, bet, phase: state.phase }
  }, [opening, state])
}

/** Whether the rest of the run must not be told: only the opening's own parts are on screen then. */
export function useKeptBack(): boolean {
  return usePage(isKeptBack)
}
