import { useLayoutEffect, type RefObject } from 'react'

/**
 * Sets `data-lines` on an element to the number of lines that its text needs in its largest size, so that the style
 * sheet can step the size down instead of letting the row grow.
 */
export function useLineFit(element: RefObject<HTMLElement | null>, text: string): void {
  useLayoutEffect(() => {
    const heading = element.current
    if (heading === null) return
    const measure = () => {
      heading.removeAttribute('data-lines')
      const linePx = Number.parseFloat(getComputedStyle(heading).lineHeight)
      heading.setAttribute('data-lines', String(Math.min(3, Math.round(heading.scrollHeight / linePx))))
    }
    measure()
    let width = heading.clientWidth
    const observer = new ResizeObserver(() => {
      if (heading.clientWidth === width) return
      width = heading.clientWidth
      measure()
    })
    observer.observe(heading)
    // The face that is loaded later is wider or narrower.
    void document.fonts.ready.then(measure)
    return () => observer.disconnect()
  }, [element, text])
}
