/** What stands between the wanted experiment and its run, for components. */
import { useMemo } from 'react'
import type { Fault } from '#simulator'
import { addedFaults } from '../model/awaited.ts'
import { usePage, usePageStore } from '../state/page.tsx'
import type { SimulatorState } from '../state/page-state.ts'

export interface Pending {
  /** Faults of the wanted plan that no run has answered yet. */
  readonly added: readonly Fault[]
  /** `loading` and `starting` are Postgres's, once per tab. */
  readonly phase: 'loading' | 'starting' | 'running'
  /** Only while loading. */
  readonly receivedBytes?: number
  readonly totalBytes?: number
  /** Why it did not come, a sentence; null while it is on its way. */
  readonly failure: string | null
  /** Whether asking again can be of use. */
  readonly canTryAgain: boolean
  readonly tryAgain: () => void
  readonly cancel: () => void
}

/** Null while the run on screen is the wanted one's. */
export function usePending(): Pending | null {
  const store = usePageStore()
  const isPending = usePage((page) => page.before !== null)
  const shown = usePage((page) => page.shown)
  const wanted = usePage((page) => page.wanted)
  const simulator = usePage((page) => page.simulator)
  const failure = usePage((page) => page.failure)
  return useMemo(() => {
    if (!isPending) return null
    const { tryAgain, cancel } = store.getState()
    return {
      added: addedFaults(shown.plan, wanted.plan),
      ...progressOf(simulator),
      failure: failure?.sentence ?? null,
      canTryAgain: simulator.kind !== 'unavailable',
      tryAgain,
      cancel,
    }
  }, [store, isPending, shown, wanted, simulator, failure])
}

function progressOf(state: SimulatorState): Pick<Pending, 'phase' | 'receivedBytes' | 'totalBytes'> {
  switch (state.kind) {
    case 'loading':
      return { phase: 'loading', receivedBytes: state.loadedBytes, totalBytes: state.totalBytes }
    case 'starting':
      return { phase: 'starting' }
    case 'asleep':
      return { phase: 'loading' }
    case 'ready':
    case 'unavailable':
      return { phase: 'running' }
  }
}
