import { createContext, useContext } from 'react'
import type { Fault } from '#simulator'
import type { Gap } from './gaps.ts'

/** What a gap can do, handed down past the nodes so that they need not be drawn again. */
export interface GapActions {
  readonly onBreak: (fault: Fault) => void
  /** Opens the menu of the other kinds, hung on the gap's button. */
  readonly onMenu: (gap: Gap, anchor: HTMLElement) => void
}

export const GapActionsContext = createContext<GapActions>({
  onBreak: () => undefined,
  onMenu: () => undefined,
})

export function useGapActions(): GapActions {
  return useContext(GapActionsContext)
}
