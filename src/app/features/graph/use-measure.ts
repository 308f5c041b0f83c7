import { useCallback, useState, type RefCallback } from 'react'

interface Measured {
  /** In CSS pixels. */
  readonly width: number
  readonly height: number
}

/**
 * An element's size, followed as it changes; null until the element is there. It is known before the first paint, so
 * that nothing is drawn for a size that is only assumed.
 */
export function useMeasure(): readonly [RefCallback<HTMLElement>, Measured | null] {
  const [size, setSize] = useState<Measured | null>(null)
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element
      if (width === 0 || height === 0) return
      setSize((known) => (known?.width === width && known.height === height ? known : { width, height }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, size]
}
