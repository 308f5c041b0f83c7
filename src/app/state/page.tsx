/** The store's binding to React. */
import { createContext, use } from 'react'
import { useStore } from 'zustand'
import type { Run } from '#simulator'
import { discreet } from './discreet.ts'
import type { Page } from './page-state.ts'
import { preferences, type Preferences } from './preferences.ts'
import type { PageStore } from './store.ts'

export const PageContext = createContext<PageStore | null>(null)

/** The store itself, for actions and for what listens by itself. */
export function usePageStore(): PageStore {
  const store = use(PageContext)
  if (store === null) throw new Error('No page store above this component')
  return store
}

/** What a selector gives, and again whenever it changes. */
export function usePage<T>(select: (page: Page) => T): T {
  return useStore(usePageStore(), select)
}

/** The run on screen, for components that are drawn only once there is one; without verdicts while they are hidden. */
export function useRun(): Run {
  const run = usePage((page) =>
    page.run !== null && page.answers === 'hidden' ? discreet(page.run) : page.run,
  )
  if (run === null) throw new Error('No run is shown yet')
  return run
}

export function usePreferences(): Preferences {
  return useStore(preferences)
}
