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

/** Size of the minimap above the controls. */
export const minimap = { width: 136, height: 84 } as const

/** In a lower canvas it would cover a quarter of it. */
const leastMappedPx = 320

/** Between the camera's subject and what floats over the canvas. */
const clearance = 4

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

/** Whether the graph is in view as a whole; a toolbar may lie over it. */
function isAllInView({ width, height }: Placement, { x, y, zoom }: Viewport, canvas: CanvasSize): boolean {
  return x >= -1 && y >= -1 && x + width * zoom <= canvas.width + 1 && y + height * zoom <= canvas.height + 1
}

/** Whether the minimap is shown: it is of use where something is out of view. */
export function hasMinimap(placement: Placement, viewport: Viewport, canvas: CanvasSize): boolean {
  return canvas.height >= leastMappedPx && !isAllInView(placement, viewport, canvas)
}

/** What floats over the lower edge of the canvas, in its pixels. */
function floating(placement: Placement, viewport: Viewport, canvas: CanvasSize): readonly Box[] {
  const controls = {
    x: canvas.width - corner.right - corner.width,
    y: canvas.height - corner.bottom - corner.height,
    width: corner.width,
    height: corner.height,
  }
  const map = {
    x: canvas.width - corner.right - minimap.width,
    y: controls.y - corner.bottom - minimap.height,
    ...minimap,
  }
  const credit = { x: 0, y: canvas.height - attribution.height, ...attribution }
  return hasMinimap(placement, viewport, canvas) ? [controls, map, credit] : [controls, credit]
}

/** A box of the graph on the screen. */
function boxOnScreen(box: Box, viewport: Viewport): Box {
  const { zoom } = viewport
  return { ...onScreen(box, viewport), width: box.width * zoom, height: box.height * zoom }
}

function isInColumns({ x, width }: Box, canvas: CanvasSize): boolean {
  return x >= 0 && x + width <= canvas.width
}

/** Below the toolbar. */
function isInRows({ y, height }: Box, canvas: CanvasSize): boolean {
  return y >= canvas.insetTop && y + height <= canvas.height
}

/** Whether all of a box can be seen: an overview is laid out so that nothing in it lies under the controls. */
function isClear(box: Box, viewport: Viewport, placement: Placement, canvas: CanvasSize): boolean {
  const seen = boxOnScreen(box, viewport)
  if (!isInColumns(seen, canvas) || !isInRows(seen, canvas)) return false
  if (placement.mode === 'overview') return true
  return floating(placement, viewport, canvas).every(
    ({ x, y, width, height }) =>
      seen.x >= x + width + clearance ||
      seen.x + seen.width <= x - clearance ||
      seen.y >= y + height + clearance ||
      seen.y + seen.height <= y - clearance,
  )
}

/**
 * The same view where the box is in it; else the box in the middle of the axis along which it was not. If something
 * floats over it there, the box is moved beside or above that, by as little as will do.
 */
export function reveal(box: Box, viewport: Viewport, placement: Placement, canvas: CanvasSize): Viewport {
  if (isClear(box, viewport, placement, canvas)) return viewport
  const { zoom } = viewport
  const now = boxOnScreen(box, viewport)
  const middle = (canvas.height + canvas.insetTop) / 2
  const middled = within(
    {
      x: canvas.width / 2 - (box.x + box.width / 2) * zoom,
      y: middle - (box.y + box.height / 2) * zoom,
      zoom,
    },
    placement,
    canvas,
  )
  const centred = {
    x: isInColumns(now, canvas) ? viewport.x : middled.x,
    y: isInRows(now, canvas) ? viewport.y : middled.y,
    zoom,
  }
  if (isClear(box, centred, placement, canvas)) return centred
  const seen = boxOnScreen(box, centred)
  const over = floating(placement, centred, canvas)
  const shiftsX = over.flatMap(({ x, width }) => [
    x - clearance - seen.x - seen.width,
    x + width + clearance - seen.x,
  ])
  const shiftsY = over.map(({ y }) => y - clearance - seen.y - seen.height)
  const ways = [
    ...shiftsX.map((x) => ({ x, y: 0 })),
    ...shiftsY.map((y) => ({ x: 0, y })),
    ...shiftsX.flatMap((x) => shiftsY.map((y) => ({ x, y }))),
  ].toSorted((one, other) => Math.hypot(one.x, one.y) - Math.hypot(other.x, other.y))
  const moved = ways.map(({ x, y }) => ({ x: centred.x + x, y: centred.y + y, zoom }))
  const limits = panLimits(placement, canvas, viewport)
  return (
    moved.find((to) => isWithin(to, limits, canvas) && isClear(box, to, placement, canvas)) ??
    (isClear(box, middled, placement, canvas) ? middled : centred)
  )
}

/** The view in which a box's upper left corner lies at a place of the screen, also if that is beyond the graph. */
export function holdAt(at: Spot, box: Box, zoom: number): Viewport {
  return { x: Math.round(at.x - box.x * zoom), y: Math.round(at.y - box.y * zoom), zoom }
}

/** Where a spot of the graph is on the screen. */
export function onScreen({ x, y }: Spot, viewport: Viewport): Spot {
  return { x: viewport.x + x * viewport.zoom, y: viewport.y + y * viewport.zoom }
}

/**
 * How far one may pan beyond the graph, in its own pixels, as React Flow wants it.
 *
 * @param held A view that was asked for, which may show more: panning from there must not jump back.
 */
export function panLimits(
  placement: Placement,
  canvas: CanvasSize,
  held: Viewport | null = null,
): [[number, number], [number, number]] {
  const [width, height] = [Math.max(placement.width, canvas.width), Math.max(placement.height, canvas.height)]
  const { x, y, zoom } = held ?? { x: 0, y: 0, zoom: 1 }
  return [
    [Math.min(-beyond, -x / zoom), Math.min(-beyond - canvas.insetTop, -y / zoom)],
    [
      Math.max(width + beyond, (canvas.width - x) / zoom),
      Math.max(height + beyond, (canvas.height - y) / zoom),
    ],
  ]
}

/** Room beyond the graph's border, so that what stands there can be brought out from under controls and minimap. */
const beyond = corner.bottom * 2 + corner.height + minimap.height + clearance + 20

/** Whether a view is one to which a person can pan. */
function isWithin(
  { x, y, zoom }: Viewport,
  [[left, top], [right, bottom]]: ReturnType<typeof panLimits>,
  canvas: CanvasSize,
): boolean {
  return (
    x <= -left * zoom &&
    y <= -top * zoom &&
    x >= canvas.width - right * zoom &&
    y >= canvas.height - bottom * zoom
  )
}

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
