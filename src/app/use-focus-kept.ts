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

/** Whoever leaves room mode goes on from its button; where that is in a menu, from Play. */
export function useFocusAfterRoom(isRoom: boolean): void {
  const wasRoom = useRef(false)
  useEffect(() => {
    if (wasRoom.current && !isRoom)
      (document.getElementById('present') ?? document.getElementById('play'))?.focus()
    wasRoom.current = isRoom
  }, [isRoom])
}
