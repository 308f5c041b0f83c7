import type { PointerEvent } from 'react'
import { drawerHeights, nearestState } from '../../../model/drawer-heights.ts'
import { setDrawer, type DrawerState } from '../../../store/stage-view.ts'
import styles from './drawer.module.css'

/** A press that moves less than this is a click. */
const clickPx = 4

/**
 * The upper edge of the drawer: dragged it snaps to one of three heights, clicked it goes to full. For the pointer only:
 * the key T and the buttons beside the tabs do the same.
 */
export function DrawerHandle({ state }: { readonly state: DrawerState }) {
  const drag = (down: PointerEvent<HTMLButtonElement>) => {
    const handle = down.currentTarget
    const main = handle.closest('main')
    if (main === null || down.button !== 0) return
    const heights = drawerHeights(innerHeight)
    const from = heights[state]
    let px = from
    handle.setPointerCapture(down.pointerId)
    // The row's height is a custom property, so that nothing has to be rendered while it is dragged.
    const move = (event: globalThis.PointerEvent) => {
      px = Math.max(heights.closed, Math.min(heights.full, from + down.clientY - event.clientY))
      main.style.setProperty('--drawer', `${px}px`)
    }
    const end = () => {
      handle.removeEventListener('pointermove', move)
      main.style.removeProperty('--drawer')
      const isClick = Math.abs(px - from) < clickPx
      setDrawer(isClick ? (state === 'full' ? 'half' : 'full') : nearestState(px, heights))
    }
    handle.addEventListener('pointermove', move)
    handle.addEventListener('lostpointercapture', end, { once: true })
  }
  return (
    <button
      type="button"
      className={styles['handle']}
      tabIndex={-1}
      aria-hidden="true"
      title="Drag to half or full height"
      onPointerDown={drag}
    />
  )
}
