import { useLayoutEffect, useState, type RefObject } from 'react'

/** In CSS pixels, without borders and scroll bars. */
export interface BoxSize {
  readonly width: number
  readonly height: number
}

/**
 * An element's size, followed as it changes.
 * @param initial what is assumed before the element is measured.
 */
export function useSize(element: RefObject<Element | null>, initial: BoxSize): BoxSize {
  const [size, setSize] = useState(initial)
  useLayoutEffect(() => {
    const current = element.current
    if (current === null) return
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return
      setSize({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) })
    })
    observer.observe(current)
    return () => observer.disconnect()
  }, [element])
  return size
}
