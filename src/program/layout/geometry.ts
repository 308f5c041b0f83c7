/** Points, boxes, and what the parts of the layout hand to one another. Pixels, y downwards. */

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Box extends Point, Size {}

export const right = (box: Box): number => box.x + box.width
export const bottom = (box: Box): number => box.y + box.height
export const middle = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 })

/** Whether two boxes share more than a border, each grown by `margin`. */
export function overlap(a: Box, b: Box, margin = 0): boolean {
  return (
    a.x < right(b) + margin && b.x < right(a) + margin && a.y < bottom(b) + margin && b.y < bottom(a) + margin
  )
}

/** The box around a straight segment. */
export function boxOf(from: Point, to: Point): Box {
  const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)]
  return { x, y, width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y) }
}

export function segmentsOf(points: readonly Point[]): [Point, Point][] {
  return points.slice(1).flatMap((to, at) => {
    const from = points[at]
    return from ? [[from, to] as [Point, Point]] : []
  })
}

/** Points without those that lie on the way between their neighbours. */
export function straighten(points: readonly Point[]): Point[] {
  const kept: Point[] = []
  for (const point of points) {
    const [before, last] = [kept.at(-2), kept.at(-1)]
    if (last?.x === point.x && last.y === point.y) continue
    const inLine =
      before &&
      last &&
      ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y))
    if (inLine) kept.pop()
    kept.push(point)
  }
  return kept
}

/** An SVG path through points, its corners rounded. */
export function pathThrough(points: readonly Point[], radius: number): string {
  const [start] = points
  if (!start) return ''
  const parts = [`M${start.x} ${start.y}`]
  for (let at = 1; at < points.length - 1; at += 1) {
    const [before, corner, after] = [points[at - 1], points[at], points[at + 1]]
    if (!before || !corner || !after) continue
    const into = towards(corner, before, radius)
    const out = towards(corner, after, radius)
    parts.push(`L${into.x} ${into.y}`, `Q${corner.x} ${corner.y} ${out.x} ${out.y}`)
  }
  const end = points.at(-1) ?? start
  return [...parts, `L${end.x} ${end.y}`].join('')
}

function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const share = length === 0 ? 0 : Math.min(distance, length / 2) / length
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}
