import { useEffect, useRef } from 'react'
import { usePage } from './state/page.tsx'

/**
 * Whoever opens a run from the atlas by the keyboard goes on from its play button: the cell that was in focus is gone.
 */
export function useFocusKept(): void {
  const view = usePage((page) => page.view)
  const hasRun = usePage((page) => page.run !== null)
  const isFromAtlas = useRef(false)
  useEffect(() => {
    if (view === 'atlas') isFromAtlas.current = true
    else if (isFromAtlas.current && hasRun) {
      isFromAtlas.current = false
      if (document.activeElement === document.body) document.getElementById('play')?.focus()
    }
  }, [view, hasRun])
}

/**
 * When the view changes, the focused element is often gone. The focus then moves to the run, so that Tab does not start
 * again at the top of the page.
 */
export function useFocusInView(): void {
  const view = usePage((page) => page.view)
  const before = useRef(view)
  useEffect(() => {
    if (before.current === view) return
    before.current = view
    if (document.activeElement !== document.body) return
    const run = document.getElementById('run')
    run?.setAttribute('tabindex', '-1')
    run?.focus({ preventScroll: true })
  }, [view])
}

/** Whoever leaves room mode goes on from its button; where that is in a menu, from Play. */
export function useFocusAfterRoom(isRoom: boolean): void {
  const wasRoom = useRef(false)
  useEffect(() => {
    if (wasRoom.current && !isRoom)
      (document.getElementById('present') ?? document.getElementById('play'))?.focus()
    wasRoom.current = isRoom
  }, [isRoom])
}
