import { useLayoutEffect, useState, type RefObject } from 'react'

/**
 * An element's width in CSS pixels, followed as it changes.
 * @param initial what is assumed before the element is measured.
 */
export function useWidth(element: RefObject<Element | null>, initial: number): number {
  const [width, setWidth] = useState(initial)
  useLayoutEffect(() => {
    const current = element.current
    if (current === null) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.floor(entry.contentRect.width))
    })
    observer.observe(current)
    return () => observer.disconnect()
  }, [element])
  return width
}
