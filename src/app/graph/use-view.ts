import { useEffect, useState, type RefObject } from 'react'

/** What of a scrolled area is in view, in its own pixels. */
export interface View {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Follows what is in view; null before the first look. */
export function useView(frame: RefObject<HTMLElement | null>): View | null {
  const [view, setView] = useState<View | null>(null)
  useEffect(() => {
    const area = frame.current
    if (area === null) return
    const look = () =>
      setView({
        left: area.scrollLeft,
        top: area.scrollTop,
        width: area.clientWidth,
        height: area.clientHeight,
      })
    const observer = new ResizeObserver(look)
    observer.observe(area)
    area.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      area.removeEventListener('scroll', look)
    }
  }, [frame])
  return view
}
