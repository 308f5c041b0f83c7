/** Where the canvas looks: pure, so that it can be tried without a browser. Pixels; a viewport as React Flow has it. */
import type { Box, Placement, Spot } from './placement.ts'

export interface Viewport {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

export interface CanvasSize {
  readonly width: number
  readonly height: number
  /** What a toolbar covers at the top. */
  readonly insetTop: number
}

/** Both layouts are drawn at their own size: nothing is ever shown smaller than its type. */
export const zoomLimits = { least: 1, most: 2 } as const

/** An overview with room to spare is shown larger, up to this. */
const mostFit = 1.3

/** Size of the controls in the lower right corner, off its edges, and of the attribution in the lower left one. */
export const corner = { right: 20, bottom: 8, width: 262, height: 28 } as const
const attribution = { width: 76, height: 18 } as const

/** All of it in view, in the middle of what no toolbar covers. */
export function fitViewport(
  { width, height }: Pick<Placement, 'width' | 'height'>,
  canvas: CanvasSize,
): Viewport {
  const free = canvas.height - canvas.insetTop
  const wanted = Math.min(canvas.width / width, free / height)
  const zoom = Math.max(zoomLimits.least, Math.min(mostFit, wanted))
  return {
    x: Math.max(0, Math.round((canvas.width - width * zoom) / 2)),
    y: canvas.insetTop + Math.max(0, Math.round((free - height * zoom) / 2)),
    zoom,
  }
}

/** Whether a box lies under the controls or the attribution. */
export function cover(box: Box, viewport: Viewport, canvas: CanvasSize): boolean {
  const right = viewport.x + (box.x + box.width) * viewport.zoom
  const bottom = viewport.y + (box.y + box.height) * viewport.zoom
  const left = viewport.x + box.x * viewport.zoom
  const underControls =
    right > canvas.width - corner.right - corner.width - 4 &&
    bottom > canvas.height - corner.bottom - corner.height - 4
  return underControls || (left < attribution.width && bottom > canvas.height - attribution.height)
}

/** Whether a box is wholly in view, below the toolbar. */
function isInView(box: Box, { x, y, zoom }: Viewport, canvas: CanvasSize): boolean {
  return (
    x + box.x * zoom >= 0 &&
    y + box.y * zoom >= canvas.insetTop &&
    x + (box.x + box.width) * zoom <= canvas.width &&
    y + (box.y + box.height) * zoom <= canvas.height
  )
}

/** The same view where the box is in it; else the box in the middle of the axis along which it was not. */
export function reveal(box: Box, viewport: Viewport, placement: Placement, canvas: CanvasSize): Viewport {
  if (isInView(box, viewport, canvas)) return viewport
  const { zoom } = viewport
  const seesX = viewport.x + box.x * zoom >= 0 && viewport.x + (box.x + box.width) * zoom <= canvas.width
  const seesY =
    viewport.y + box.y * zoom >= canvas.insetTop && viewport.y + (box.y + box.height) * zoom <= canvas.height
  const middle = (canvas.height + canvas.insetTop) / 2
  return within(
    {
      x: seesX ? viewport.x : canvas.width / 2 - (box.x + box.width / 2) * zoom,
      y: seesY ? viewport.y : middle - (box.y + box.height / 2) * zoom,
      zoom,
    },
    placement,
    canvas,
  )
}

/** The view in which a box's upper left corner lies at a place of the screen, as far as the graph goes. */
export function holdAt(at: Spot, box: Box, zoom: number, placement: Placement, canvas: CanvasSize): Viewport {
  return reveal(
    box,
    within({ x: at.x - box.x * zoom, y: at.y - box.y * zoom, zoom }, placement, canvas),
    placement,
    canvas,
  )
}

/** Where a spot of the graph is on the screen. */
export function onScreen({ x, y }: Spot, viewport: Viewport): Spot {
  return { x: viewport.x + x * viewport.zoom, y: viewport.y + y * viewport.zoom }
}

/** How far one may pan beyond the graph, in its own pixels, as React Flow wants it. */
export function panLimits(placement: Placement, canvas: CanvasSize): [[number, number], [number, number]] {
  return [
    [-beyond, -beyond - canvas.insetTop],
    [Math.max(placement.width, canvas.width) + beyond, Math.max(placement.height, canvas.height) + beyond],
  ]
}

/** Room beyond the graph's border, so that what stands there can be brought out from under the controls. */
const beyond = 48

/** The nearest view that shows no more than there is. */
function within(viewport: Viewport, { width, height }: Placement, canvas: CanvasSize): Viewport {
  const { zoom } = viewport
  const [least, most] = [canvas.width - width * zoom, 0]
  const [lowest, highest] = [canvas.height - height * zoom, canvas.insetTop]
  return {
    x: Math.round(least >= most ? Math.max(0, Math.min(least, viewport.x)) : clamp(viewport.x, least, most)),
    y: Math.round(lowest >= highest ? highest : clamp(viewport.y, lowest, highest)),
    zoom,
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value))
}
