/** What a reader chose for this browser: kept where there is storage, forgotten with the tab where there is none. */
import { createStore } from 'zustand/vanilla'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export interface Preferences {
  readonly theme: Theme
  /** Whether single letters act; switched off for those whose speech input types them. */
  readonly letterKeys: boolean
  /** Rows of the atlas for fingers and projectors rather than for a mouse. */
  readonly largeRows: boolean
}

const storageKey = 'crashcart.preferences'

export const preferences = createStore<Preferences>()(() => read())

/** Changes one and remembers it. */
export function prefer(change: Partial<Preferences>): void {
  preferences.setState(change)
  try {
    localStorage.setItem(storageKey, JSON.stringify(preferences.getState()))
  } catch {
    // Storage is refused or full: the choice holds for this tab.
  }
}

/** Puts the chosen theme on the page, now and whenever it changes. */
export function applyTheme(root: HTMLElement): void {
  const apply = ({ theme }: Preferences) => {
    if (theme === 'system') delete root.dataset['theme']
    else root.dataset['theme'] = theme
  }
  apply(preferences.getState())
  preferences.subscribe(apply)
}

function read(): Preferences {
  const fallback: Preferences = {
    theme: 'system',
    letterKeys: true,
    largeRows: isTouched(),
  }
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null')
    if (typeof stored !== 'object' || stored === null) return fallback
    const theme = themes.find((name) => 'theme' in stored && stored.theme === name) ?? fallback.theme
    return {
      theme,
      letterKeys: !('letterKeys' in stored && stored.letterKeys === false),
      largeRows:
        'largeRows' in stored && typeof stored.largeRows === 'boolean'
          ? stored.largeRows
          : fallback.largeRows,
    }
  } catch {
    return fallback
  }
}

function isTouched(): boolean {
  return globalThis.matchMedia?.('(pointer: coarse)').matches ?? false
}
