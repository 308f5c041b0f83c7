/** The three heights of the drawer in the wide form, in CSS pixels; `stage.module.css` has the same numbers. */
export type DrawerState = 'closed' | 'half' | 'full'

/** Rows that stay in view above an open drawer: top bar, question, chips, scrub line, transport. */
const keptPx = 48 + 68 + 36 + 28 + 40
const subtitlePx = { high: 56, low: 36 } as const
/** Below this height of the window the subtitle has no line of context. */
const contextFromPx = 660

export type DrawerHeights = { readonly [state in DrawerState]: number }

export function drawerHeights(windowPx: number): DrawerHeights {
  const subtitle = windowPx < contextFromPx ? subtitlePx.low : subtitlePx.high
  return {
    closed: 32,
    half: Math.max(160, Math.min(216, windowPx * 0.27)),
    full: windowPx - keptPx - subtitle,
  }
}

/** The state whose height is nearest to where the drawer has been dragged. */
export function nearestState(draggedPx: number, heights: DrawerHeights): DrawerState {
  const states = ['closed', 'half', 'full'] as const
  const distance = (state: DrawerState) => Math.abs(heights[state] - draggedPx)
  return states.reduce((nearest, state) => (distance(state) < distance(nearest) ? state : nearest))
}
