import { useLayoutEffect, type RefObject } from 'react'
import type { Box } from './placement.ts'

/** Scrolls a node into view when it becomes the current one; at once, since scrubbing has no tween. */
export function useFollow(frame: RefObject<HTMLElement | null>, box: Box | undefined): void {
  useLayoutEffect(() => {
    const view = frame.current
    if (view === null || box === undefined) return
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = view
    const seesX = box.x >= scrollLeft && box.x + box.width <= scrollLeft + clientWidth
    const seesY = box.y >= scrollTop && box.y + box.height + 24 <= scrollTop + clientHeight
    view.scrollTo(
      seesX ? scrollLeft : box.x + box.width / 2 - clientWidth / 2,
      seesY ? scrollTop : box.y + box.height / 2 - clientHeight / 2,
    )
  }, [frame, box])
}
