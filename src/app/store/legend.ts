/** Whether the legend of the time strip is open: a key, two buttons and the legend itself act on it. */
import { create } from 'zustand'

interface LegendState {
  readonly isOpen: boolean
}

export const useLegend = create<LegendState>()(() => ({ isOpen: false }))

export function openLegend(isOpen: boolean): void {
  useLegend.setState({ isOpen })
}
