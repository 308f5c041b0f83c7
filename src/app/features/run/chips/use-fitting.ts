import { useLayoutEffect, useState, type RefObject } from 'react'

/** Room for the button that opens the rest, in pixels. */
const morePx = 84

/**
 * How many of the last children of a row with `data-slot` stand in it as a whole; all of them must be rendered, those
 * beyond out of the flow.
 * @param key Changes whenever the children do.
 */
export function useFitting(row: RefObject<HTMLElement | null>, count: number, key: string): number {
  const [fitting, setFitting] = useState(count)
  useLayoutEffect(() => {
    const element = row.current
    if (element === null) return
    const measure = () => {
      const widths = [...element.querySelectorAll(':scope > [data-slot]')].map(
        (child) => child.getBoundingClientRect().width,
      )
      setFitting(fittingIn(widths, element.clientWidth, gapOf(element)))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [row, count, key])
  return Math.min(fitting, count)
}

/** @returns All of them, or as many of the last as leave room for the button; at least one. */
export function fittingIn(widths: readonly number[], available: number, gap: number): number {
  const needed = (items: readonly number[]) => items.reduce((sum, width) => sum + width + gap, 0) - gap
  if (needed(widths) <= available) return widths.length
  let fitting = widths.length - 1
  while (fitting > 1 && needed(widths.slice(-fitting)) + gap + morePx > available) fitting -= 1
  return Math.max(1, fitting)
}

function gapOf(element: HTMLElement): number {
  return Number.parseFloat(getComputedStyle(element).columnGap) || 0
}
