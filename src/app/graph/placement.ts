/** Where nodes and edges are drawn: the program's layout, with room under each node for who ran it. */
import type { Graph, GraphNode } from '#program'
import { layout, type Box, type Point } from '#program/layout.ts'
import { measures, sizeOf } from './size.ts'

export type { Box } from '#program/layout.ts'
export type Spot = Point

export interface PlacedEdge {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly path: string
  readonly points: readonly Spot[]
  /** Its condition's box; null where it has none. */
  readonly label: Box | null
  /** Where the gap after its source lies; null where nothing there can crash. */
  readonly gap: Spot | null
}

export interface Placement {
  readonly width: number
  readonly height: number
  /** By node id; starts are not drawn. */
  readonly nodes: ReadonlyMap<string, Box>
  readonly edges: readonly PlacedEdge[]
  /** Titles of the entries, where there are several. */
  readonly titles: readonly { readonly id: string; readonly text: string; readonly at: Spot }[]
}

/** Around the graph, in pixels. */
const margin = { x: 20, top: 12, bottom: 8 } as const

/**
 * Places a graph.
 * @param rows the most rows that each operation shows in this run, by node id; a node with none has no caption.
 * @param widthPx of the canvas.
 */
export function place(graph: Graph, rows: ReadonlyMap<string, number>, widthPx: number): Placement {
  const captionOf = (id: string) => ((rows.get(id) ?? 0) > 0 ? measures.caption : 0)
  const nodeSize = (node: GraphNode) => {
    const { width, height } = sizeOf(node, rows.get(node.id) ?? 0)
    return { width, height: height + captionOf(node.id) }
  }
  const placed = layout(graph, { widthPx: widthPx - 2 * margin.x, nodeSize })
  const shift = <P extends Point>(point: P): P => ({
    ...point,
    x: point.x + margin.x,
    y: point.y + margin.top,
  })
  const gaps = new Map(placed.gaps.map((gap) => [gap.edge, shift({ x: gap.x, y: gap.y })]))
  return {
    width: placed.width + 2 * margin.x,
    height: placed.height + margin.top + margin.bottom,
    nodes: new Map(
      placed.nodes.map(({ id, x, y, width, height }) => [
        id,
        shift({ x, y, width, height: height - captionOf(id) }),
      ]),
    ),
    edges: placed.edges.map(({ id, from, to, points, label }) => {
      const shifted = points.map(shift)
      const ends = throughCaptions(shifted, captionOf(from), captionOf(to))
      return {
        id,
        from,
        to,
        path: roundedPath(ends, 6),
        points: ends,
        label: label && shift({ x: label.x, y: label.y, width: label.width, height: label.height }),
        gap: gaps.get(id) ?? null,
      }
    }),
    titles: placed.entries.flatMap(({ id, title, titleAt }) =>
      titleAt === null ? [] : [{ id, text: title, at: shift(titleAt) }],
    ),
  }
}

/** The edges that leave each node, by its id. */
export function leavingOf(edges: readonly PlacedEdge[]): ReadonlyMap<string, readonly PlacedEdge[]> {
  const leaving = new Map<string, PlacedEdge[]>()
  for (const edge of edges) leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge])
  return leaving
}

/** An edge that leaves or enters from below goes on behind the caption to the node itself. */
function throughCaptions(points: readonly Spot[], from: number, to: number): readonly Spot[] {
  const [first, second] = points
  const [last, before] = [points.at(-1), points.at(-2)]
  if (!first || !second || !last || !before) return points
  const start = second.x === first.x && second.y > first.y ? { x: first.x, y: first.y - from } : first
  const end = before.x === last.x && before.y > last.y ? { x: last.x, y: last.y - to } : last
  return [start, ...points.slice(1, -1), end]
}

/** A path through the points whose corners are rounded as far as their arms allow. */
function roundedPath(points: readonly Spot[], radius: number): string {
  return points
    .map((point, index) => {
      const before = points[index - 1]
      const after = points[index + 1]
      if (before === undefined) return `M${point.x} ${point.y}`
      if (after === undefined) return `L${point.x} ${point.y}`
      const r = Math.min(radius, distance(before, point) / 2, distance(point, after) / 2)
      const start = towards(point, before, r)
      const end = towards(point, after, r)
      return `L${start.x} ${start.y}Q${point.x} ${point.y} ${end.x} ${end.y}`
    })
    .join('')
}

function distance(one: Spot, other: Spot): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}

function towards(from: Spot, to: Spot, length: number): Spot {
  const whole = distance(from, to)
  if (whole === 0) return from
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole }
}

/** Whether the edge runs up or down where the point lies, so that what crosses it lies flat. */
export function isUpright(points: readonly Spot[], at: Spot): boolean {
  let best = { off: Number.POSITIVE_INFINITY, upright: false }
  for (const [index, to] of points.entries()) {
    const from = points[index - 1]
    if (from === undefined) continue
    const off =
      Math.max(Math.min(from.x, to.x) - at.x, at.x - Math.max(from.x, to.x), 0) +
      Math.max(Math.min(from.y, to.y) - at.y, at.y - Math.max(from.y, to.y), 0)
    if (off < best.off) best = { off, upright: Math.abs(to.x - from.x) < Math.abs(to.y - from.y) }
  }
  return best.upright
}
