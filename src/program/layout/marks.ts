/** Where labels and marks go: along their edge, near its source, off everything else. */

import { type Box, type Point, boxOf, overlap, segmentsOf } from './geometry.ts'

/** A label keeps clear of its line, so that a mark fits on the line below it. */
const label = { height: 14, clear: 7, apart: 6 }
/** Half the side of a mark; how far two are apart at least, and so that the rings of both would fit. */
const usualMark = { half: 7, apart: 18, ring: 26 }
type Mark = typeof usualMark

/** An edge with its way, and what is to be put on it. */
export interface Marked {
  readonly id: string
  readonly from: string
  readonly points: readonly Point[]
  readonly labelWidth: number
  /** Whether one can crash on it. */
  readonly hasGap: boolean
}

export interface Placed {
  readonly labels: ReadonlyMap<string, Box>
  readonly gaps: ReadonlyMap<string, Point>
}

/**
 * Places the labels of all edges, then the marks.
 * @param canvas what they must stay within.
 * @param density below 1 there is no room above a line: labels stand on it.
 */
export function placeMarks(
  edges: readonly Marked[],
  nodes: readonly Box[],
  canvas: Box,
  density = 1,
): Placed {
  const mark = {
    half: usualMark.half / density,
    apart: usualMark.apart / density,
    ring: usualMark.ring / density,
  }
  const labels = new Map<string, Box>()
  const gaps = new Map<string, Point>()
  const lines = edges.map((edge): Line => {
    return { edge, boxes: segmentsOf(edge.points).map(([from, to]) => boxOf(from, to)) }
  })
  const around = (own: Marked): Around => {
    return { lines: lines.filter(({ edge }) => edge !== own), nodes, labels, gaps, canvas }
  }
  // The room for a label is rarer than that for a mark: labels choose first, the widest before the others.
  const labelled = edges
    .filter(({ labelWidth }) => labelWidth > 0)
    .toSorted((a, b) => b.labelWidth - a.labelWidth)
  for (const edge of labelled) {
    const here = around(edge)
    const best = cheapest(labelPlaces(edge, density), (place) => labelCost(place, here))
    if (best) labels.set(edge.id, best.box)
  }
  for (const edge of edges.filter(({ hasGap }) => hasGap)) {
    const here = around(edge)
    const best = cheapest(pointsAlong(edge.points), (place) => gapCost(place, here, mark))
    if (best) gaps.set(edge.id, best.at)
  }
  return { labels, gaps }
}

/** An edge as the boxes of its segments. */
interface Line {
  readonly edge: Marked
  readonly boxes: readonly Box[]
}

/** What a label or a mark must keep off. */
interface Around extends Placed {
  readonly lines: readonly Line[]
  readonly nodes: readonly Box[]
  readonly canvas: Box
}

function labelCost({ box, at, along }: LabelPlace, { lines, nodes, labels, canvas }: Around): number {
  const onNodes = nodes.filter((node) => overlap(box, node, 2)).length
  const onLabels = [...labels.values()].filter((other) => overlap(box, other, 3)).length
  const crossed = lines.filter(({ boxes }) => boxes.some((other) => overlap(other, box, label.apart))).length
  const shared = lines.filter(({ boxes }) => boxes.some((other) => isOn(at, other))).length
  const outside = isInside(box, canvas) ? 0 : 1
  return outside * 1e6 + onNodes * 1e5 + onLabels * 1e4 + crossed * 200 + shared * 120 + along / 2
}

function gapCost(
  { at, along, toCorner, isLevel }: Along,
  { lines, nodes, labels, gaps }: Around,
  mark: Mark,
): number {
  const box = { x: at.x - mark.half, y: at.y - mark.half, width: mark.half * 2, height: mark.half * 2 }
  const onLabels = [...labels.values()].filter((other) => overlap(box, other)).length
  const distances = [...gaps.values()].map((other) => Math.hypot(other.x - at.x, other.y - at.y))
  const onGaps = distances.filter((distance) => distance < mark.apart).length
  const onRings = distances.filter((distance) => distance < mark.ring).length
  const onNodes = nodes.filter((node) => overlap(box, node)).length
  const shared = lines.filter(({ boxes }) => boxes.some((other) => isOn(at, other))).length
  const onTurns = lines.filter(({ edge }) => edge.points.some((point) => isNear(point, at, mark))).length
  const place = shared * 300 + onTurns * 60 + (toCorner < mark.half ? 60 : 0) + (isLevel ? 0 : 100)
  return (onLabels + onGaps) * 1e5 + onNodes * 1e3 + onRings * 80 + place + along / 2
}

interface Along {
  readonly at: Point
  /** How far from the source. */
  readonly along: number
  readonly toCorner: number
  readonly isLevel: boolean
}

function pointsAlong(points: readonly Point[]): Along[] {
  const found: Along[] = []
  let before = 0
  for (const [from, to] of segmentsOf(points)) {
    const length = Math.hypot(to.x - from.x, to.y - from.y)
    for (let at = 0; at <= length; at += 2) {
      const share = length === 0 ? 0 : at / length
      const point = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
      found.push({
        at: point,
        along: before + at,
        toCorner: Math.min(at, length - at),
        isLevel: from.y === to.y,
      })
    }
    before += length
  }
  // An arrow's head needs the last stretch, a node's border the first.
  const inner = found.filter(({ along }) => along >= 9 && before - along >= 12)
  return inner.length > 0 ? inner : found
}

interface LabelPlace extends Along {
  readonly box: Box
}

function labelPlaces({ points, labelWidth }: Marked, density: number): LabelPlace[] {
  const size = { width: labelWidth, height: label.height / density }
  const found: LabelPlace[] = []
  let before = 0
  for (const [from, to] of segmentsOf(points)) {
    const length = Math.hypot(to.x - from.x, to.y - from.y)
    const isLevel = from.y === to.y
    for (let at = 0; at <= length; at += 4) {
      const share = length === 0 ? 0 : at / length
      const point = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
      const place = (box: Box, extra: number): void => {
        found.push({ at: point, along: before + at + extra, toCorner: 0, isLevel, box })
      }
      if (isLevel) {
        const x = point.x - labelWidth / 2
        // Beyond the segment's end, a label would seem to belong to what is there.
        const sticksOut = Math.max(0, labelWidth / 2 + 2 - Math.min(at, length - at)) * 4
        if (density < 1) place({ ...size, x, y: point.y - size.height / 2 }, sticksOut)
        else {
          place({ ...size, x, y: point.y - label.clear - size.height }, sticksOut)
          place({ ...size, x, y: point.y + label.clear }, sticksOut + 60)
        }
      } else {
        const y = point.y - size.height / 2
        const nearEnd = Math.min(at, length - at) < size.height / 2 ? 20 : 0
        // On the line, its ends still in sight.
        if (density < 1) place({ ...size, x: point.x - labelWidth / 2, y }, (nearEnd + 30) * 3)
        place({ ...size, x: point.x + label.clear, y }, (nearEnd + 70) * 3)
        place({ ...size, x: point.x - label.clear - labelWidth, y }, (nearEnd + 74) * 3)
      }
    }
    before += length
  }
  return found
}

/** The cheapest of places, the first of equals. No place costs less than half of how far along it is. */
function cheapest<P extends Along>(places: readonly P[], costOf: (place: P) => number): P | null {
  let best: { place: P; cost: number } | null = null
  for (const place of places) {
    if (best && place.along / 2 >= best.cost) continue
    const cost = costOf(place)
    if (!best || cost < best.cost) best = { place, cost }
  }
  return best?.place ?? null
}

function isOn(point: Point, box: Box): boolean {
  return point.x >= box.x && point.x <= box.x + box.width && point.y >= box.y && point.y <= box.y + box.height
}

function isNear(a: Point, b: Point, mark: Mark): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) < mark.half + 2
}

function isInside(box: Box, canvas: Box): boolean {
  return (
    box.x >= canvas.x &&
    box.y >= canvas.y &&
    box.x + box.width <= canvas.x + canvas.width &&
    box.y + box.height <= canvas.y + canvas.height
  )
}
