/** Where nodes and edges are drawn: a layout, with room under each node for who ran it. */
import type { Graph, GraphNode } from '#program'
import { layout, type Box, type Layout, type Point } from '#program/layout.ts'
import { measures, sizeOf, type Size, type Type } from './size.ts'

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

/** Either layout, in pixels at zoom 1. Its coordinates do not depend on the cursor. */
export interface Placement {
  readonly mode: 'overview' | 'reading'
  /** The type of an overview; null at reading size. */
  readonly type: Type | null
  /** Nodes of an overview that are drawn as at reading size. */
  readonly opened: ReadonlySet<string>
  readonly width: number
  readonly height: number
  /** By node id; starts are not drawn. */
  readonly nodes: ReadonlyMap<string, Box>
  readonly edges: readonly PlacedEdge[]
  /** Titles of the entries, where there are several. */
  readonly titles: readonly { readonly id: string; readonly text: string; readonly at: Spot }[]
}

/** Around the graph, in pixels. */
const margin = { x: 20, top: 12 } as const

/**
 * Places a graph at reading size.
 * @param rows the most rows that each operation shows in this run, by node id; a node with none has no caption.
 * @param widthPx of the canvas.
 */
export function place(graph: Graph, rows: ReadonlyMap<string, number>, widthPx: number): Placement {
  const nodeSize = (node: GraphNode) => readingSize(node, rows.get(node.id) ?? 0)
  const placed = layout(graph, { widthPx: widthPx - 2 * margin.x, nodeSize })
  return placementOf(placed, { margin: { x: margin.x, y: margin.top }, opened: rows, type: null })
}

/** A node's size with the room under it for who ran it. */
export function readingSize(node: GraphNode, rows: number): Size {
  const { width, height } = sizeOf(node, rows)
  return { width, height: height + captionOf(rows) }
}

function captionOf(rows: number): number {
  return rows > 0 ? measures.caption : 0
}

interface PlacementOptions {
  readonly margin: { readonly x: number; readonly y: number }
  /** Rows of the nodes at reading size, by node id: those with rows have a caption. */
  readonly opened: ReadonlyMap<string, number>
  /** Null for all nodes at reading size. */
  readonly type: Type | null
}

/** A layout moved off the canvas's border, its edges drawn. */
export function placementOf(placed: Layout, { margin: { x, y }, opened, type }: PlacementOptions): Placement {
  const caption = (id: string) => captionOf(opened.get(id) ?? 0)
  const shift = <P extends Point>(point: P): P => ({ ...point, x: point.x + x, y: point.y + y })
  const gaps = new Map(placed.gaps.map((gap) => [gap.edge, shift({ x: gap.x, y: gap.y })]))
  return {
    mode: type === null ? 'reading' : 'overview',
    type,
    opened: type === null ? new Set() : new Set(opened.keys()),
    width: placed.width + 2 * x,
    height: placed.height + 2 * y,
    nodes: new Map(
      placed.nodes.map(({ id, ...box }) => [id, shift({ ...box, height: box.height - caption(id) })]),
    ),
    edges: placed.edges.map(({ id, from, to, points, label }) => {
      const ends = throughCaptions(points.map(shift), caption(from), caption(to))
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
