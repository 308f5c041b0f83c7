/** What the page remembers of a visitor from one visit to the next. */
import { prefer, preferences } from '../state/preferences.ts'

export interface Memory {
  /** Whether the opening was skipped or played to its answer. */
  readonly hasSeenOpening: () => boolean
  readonly rememberOpening: () => void
  /** The link of what was last on screen; null on a first visit. */
  readonly lastLink: () => string | null
  readonly keepLink: (link: string) => void
}

const storageKey = 'crashcart.last'

/** This browser's, as far as it keeps anything. */
export const browserMemory: Memory = {
  hasSeenOpening: () => preferences.getState().hasSeenOpening,
  rememberOpening: () => prefer({ hasSeenOpening: true }),
  lastLink: () => {
    try {
      return localStorage.getItem(storageKey)
    } catch {
      return null
    }
  },
  keepLink: (link) => {
    try {
      localStorage.setItem(storageKey, link)
    } catch {
      // Storage is refused or full: the next visit starts at the beginning.
    }
  },
}

/** Nothing is remembered longer than the store lives. */
export function createTabMemory(): Memory {
  let hasSeen = false
  let last: string | null = null
  return {
    hasSeenOpening: () => hasSeen,
    rememberOpening: () => void (hasSeen = true),
    lastLink: () => last,
    keepLink: (link) => void (last = link),
  }
}
