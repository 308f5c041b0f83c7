import { useMedia } from './use-media.ts'

/** Below these widths, in pixels; the same limits as in the style sheets. */
const narrowBelow = { tablet: 960, phone: 700 } as const

/**
 * Whether the page is too narrow for a desk's columns.
 * @param below A run and its argument need a tablet's width to stand side by side; what has no second column fits
 *   into less.
 */
export function useNarrow(below: keyof typeof narrowBelow = 'tablet'): boolean {
  return useMedia(`(max-width: ${narrowBelow[below] - 0.02}px)`)
}
