/**
 * Which form the page has, by the width and the height of its window. Pure: the media queries are evaluated elsewhere.
 *
 * The numbers are those of the design: a graph of at least 300 px and a right column of 312 px fit from 1000 × 600 on.
 * 960 × 540 is a window of 1920 × 1080 at a zoom of 200 %.
 */

/** `wide`: graph and right column. `compact`: steps as a list beside the answer. `phone`: one column. */
export type StageForm = 'wide' | 'compact' | 'phone'

/** In CSS pixels. */
const wideFrom = { width: 1000, height: 600 } as const
const compactFrom = { width: 720 } as const
/** Below this height the scrub line takes the place of the strip. */
const stripFrom = 720
/** Below this height the subtitle has no line of context. */
const contextFrom = 660

/** A fraction below a limit, so that no window is on both sides of it. */
const below = (pixels: number) => `${pixels - 0.02}px`

export const formQueries = {
  wide: `(min-width: ${wideFrom.width}px) and (min-height: ${wideFrom.height}px)`,
  phone: `(max-width: ${below(compactFrom.width)})`,
  low: `(max-height: ${below(stripFrom)})`,
  lowest: `(max-height: ${below(contextFrom)})`,
} as const
