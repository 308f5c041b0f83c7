import { useEffect, useEffectEvent, useLayoutEffect, type RefObject } from 'react'

/**
 * What React Flow has no property for. It calls its canvas an application, in which a screen reader passes all keys
 * on and reads nothing; ours is a list of steps that is read like any other.
 */
export function useCanvasElement(
  canvas: RefObject<HTMLElement | null>,
  showFocused: (element: Element) => void,
): void {
  useLayoutEffect(() => {
    canvas.current?.setAttribute('role', 'group')
    const list = canvas.current?.querySelector('.react-flow__nodes')
    list?.setAttribute('role', 'list')
    list?.setAttribute('aria-label', 'Steps')
    // Where an edge leads is in the names of its gaps, and its condition is text.
    canvas.current?.querySelector('.react-flow__edges')?.setAttribute('aria-hidden', 'true')
  }, [canvas])

  const onFocus = useEffectEvent((event: FocusEvent) => {
    if (event.target instanceof Element && event.target !== canvas.current) showFocused(event.target)
  })
  useEffect(() => {
    const area = canvas.current
    if (area === null) return undefined
    // What is pressed is in view, and must not move under the pointer.
    let isPressing = false
    const stop = new AbortController()
    const { signal } = stop
    const release = () => {
      isPressing = false
    }
    area.addEventListener('pointerdown', () => (isPressing = true), { signal, capture: true })
    for (const kind of ['pointerup', 'pointercancel'])
      addEventListener(kind, release, { signal, capture: true })
    area.addEventListener('focusin', (event) => !isPressing && onFocus(event), { signal, capture: true })
    return () => stop.abort()
  }, [canvas])
}
