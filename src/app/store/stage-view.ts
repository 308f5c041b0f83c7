/** What is open on the stage. It belongs to this tab: no link and no history has it. */
import type { Fault } from '#simulator'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

export const drawerTabs = ['tables', 'event', 'code', 'messages', 'customers', 'sql'] as const
export type DrawerTab = (typeof drawerTabs)[number]

/** `closed` is one line, `half` leaves the graph in view, `full` takes the graph's height. */
export type DrawerState = 'closed' | 'half' | 'full'

export interface StageView {
  readonly drawer: DrawerState
  readonly tab: DrawerTab
  /** A query for the console that has not been taken over by it yet. */
  readonly asked: string | null
  /** The fault that the toolbar's button under the pointer, or in focus, would place. */
  readonly aimed: Fault | null
}

const stageView = createStore<StageView>()(() => ({
  drawer: 'closed',
  tab: 'tables',
  asked: null,
  aimed: null,
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
