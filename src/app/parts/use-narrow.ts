import { useCallback, useSyncExternalStore } from 'react'

/** Below these widths, in pixels; the same limits as in the style sheets. */
export const narrowBelow = { tablet: 960, phone: 700 } as const

/**
 * Whether the page is too narrow for a desk's columns.
 * @param below A run and its argument need a tablet's width to stand side by side; what has no second column fits
 *   into less.
 */
export function useNarrow(below: keyof typeof narrowBelow = 'tablet'): boolean {
  const query = `(max-width: ${narrowBelow[below] - 0.02}px)`
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}
