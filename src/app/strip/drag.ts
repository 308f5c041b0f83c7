import type { PointerEvent } from 'react'

type Handler = (event: PointerEvent<SVGSVGElement>) => void

/** Click or drag with a mouse; a finger scrolls, and only its tap seeks. */
export function dragHandlers(seek: Handler): {
  readonly onPointerDown: Handler
  readonly onPointerMove: Handler
} {
  return {
    onPointerDown: (event) => {
      if (event.pointerType !== 'touch') event.currentTarget.setPointerCapture(event.pointerId)
      seek(event)
    },
    onPointerMove: (event) => {
      if (event.pointerType !== 'touch' && event.buttons === 1) seek(event)
    },
  }
}
