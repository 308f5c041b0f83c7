/** What is open on the stage. It belongs to this tab: no link and no history has it. */
import type { Fault } from '#simulator'
import type { DrawerState } from '../model/drawer-heights.ts'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

export const drawerTabs = ['tables', 'event', 'code', 'messages', 'sql'] as const
/** `customers` is opened from what they saw, and has a tab only while it is open. */
export type DrawerTab = (typeof drawerTabs)[number] | 'customers'

/** `closed` is one line, `half` leaves the graph in view, `full` takes the graph's height. */
export type { DrawerState }

export interface StageView {
  readonly drawer: DrawerState
  readonly tab: DrawerTab
  /** A query for the console that has not been taken over by it yet. */
  readonly asked: string | null
  /** Whether the graph has the whole window, with the subtitle and the transport. */
  readonly isGraphFull: boolean
  /** The fault that the toolbar's button under the pointer, or in focus, would place. */
  readonly aimed: Fault | null
}

const stageView = createStore<StageView>()(() => ({
  drawer: 'closed',
  tab: 'tables',
  asked: null,
  aimed: null,
  isGraphFull: false,
}))

/** What a selector gives, and again whenever it changes. */
export function useStageView<T>(select: (view: StageView) => T): T {
  return useStore(stageView, select)
}

const nextState: { readonly [state in DrawerState]: DrawerState } = {
  closed: 'half',
  half: 'full',
  full: 'closed',
}

/** Closed, half, full, closed: what the key T does. */
export function cycleDrawer(): void {
  stageView.setState(({ drawer }) => ({ drawer: nextState[drawer] }))
}

export function setDrawer(drawer: DrawerState): void {
  stageView.setState({ drawer })
}

/** Gives the graph the whole window, or takes it back. */
export function showGraphFull(isGraphFull: boolean): void {
  stageView.setState({ isGraphFull })
}

export function toggleGraphFull(): void {
  stageView.setState(({ isGraphFull }) => ({ isGraphFull: !isGraphFull }))
}

/** Closes the graph of the whole window. @returns Whether it was open. */
export function leaveGraphFull(): boolean {
  const { isGraphFull } = stageView.getState()
  if (isGraphFull) showGraphFull(false)
  return isGraphFull
}

/** Shows a tab; a closed drawer opens to half. */
export function openTab(tab: DrawerTab): void {
  stageView.setState(({ drawer }) => ({ tab, drawer: drawer === 'closed' ? 'half' : drawer }))
}

/** Puts a query into the console. */
export function askInConsole(sql: string): void {
  stageView.setState({ asked: sql })
  openTab('sql')
}

export function takeQuery(): void {
  stageView.setState({ asked: null })
}

/** Shows on the graph where a fault would be; null where none is pointed at. */
export function aimWith(fault: Fault | null): void {
  stageView.setState({ aimed: fault })
}
