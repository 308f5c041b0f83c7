import {
  useLayoutEffect,
  useEffectEvent,
  type KeyboardEvent as ReactKeyboardEvent,
  type RefObject,
} from 'react'
import { preferences } from '../../state/preferences.ts'
import type { GraphView } from './use-view.ts'

/** How far an arrow key pans, in pixels. */
const panPx = 64

const arrows: { readonly [key: string]: readonly [x: number, y: number] } = {
  ArrowLeft: [panPx, 0],
  ArrowRight: [-panPx, 0],
  ArrowUp: [0, panPx],
  ArrowDown: [0, -panPx],
}

/**
 * The canvas's keys: arrows pan while it has the focus itself; plus, minus and 0 zoom and fit from everywhere on the
 * page, unless single keys are switched off.
 */
export function useCanvasKeys(
  canvas: RefObject<HTMLElement | null>,
  view: GraphView,
): (event: ReactKeyboardEvent) => void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    const target = event.target instanceof Element ? event.target : null
    const isInside = target !== null && canvas.current?.contains(target) === true
    if (!isInside && (!preferences.getState().letterKeys || target?.closest(takesKeys) != null)) return
    if (!zoomBy(event.key, view)) return
    event.preventDefault()
  })
  useLayoutEffect(() => {
    const stop = new AbortController()
    addEventListener('keydown', onKey, { signal: stop.signal })
    return () => stop.abort()
  }, [])
  return (event) => {
    const by = event.target === event.currentTarget && !event.shiftKey ? arrows[event.key] : undefined
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    view.stopFollowing()
    view.camera.panBy(...by)
  }
}

/** Fields, and what lies over the page. */
const takesKeys =
  'input:not([type="range"]), textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"]'

function zoomBy(key: string, view: GraphView): boolean {
  if (key === '+' || key === '=') view.zoomIn()
  else if (key === '-') view.zoomOut()
  else if (key === '0') view.fit()
  else return false
  return true
}
