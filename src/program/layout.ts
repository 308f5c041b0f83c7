/**
 * The layout of a graph for a canvas of a given width: rows of columns that wrap like text, the first line taking the
 * order and the next settling it. Positions depend on the sizes that are passed in and on nothing else, so that they
 * stay where they are while the cursor moves.
 *
 * - **L1** No two nodes overlap, and all is within the canvas, unless a single node is wider than it.
 * - **L2** An edge begins and ends on the borders of its nodes.
 * - **L3** Every flow edge that leaves an operation has a gap, off every label and every other gap.
 */

import type { Entry, Graph, GraphEdge, GraphNode } from './graph.ts'
import { isOperation } from './graph.ts'
import { breakIntoBands } from './layout/breaks.ts'
import { type Box, type Point, type Size, pathThrough } from './layout/geometry.ts'
import { type Marked, type Placed, placeMarks } from './layout/marks.ts'
import { type Ranked, rank } from './layout/ranks.ts'
import { type Routed, gutterWidth, route } from './layout/routes.ts'

export type { Box, Point, Size } from './layout/geometry.ts'

export interface LayoutOptions {
  /** Width of the canvas. */
  readonly widthPx: number
  /** Size of a node when it is open, so that opening it moves nothing. */
  readonly nodeSize: (node: GraphNode) => Size
  /** Width of an edge's label as it will be set; by default that of 11 px Inter. */
  readonly labelWidth?: (label: string) => number
  /** Draw each entry's start as a node; otherwise its title stands above, where there is more than one. */
  readonly withStarts?: boolean
  /**
   * Scales the room between nodes; their sizes and the labels stay. 1 by default. An overview takes less, since its
   * type cannot shrink.
   */
  readonly density?: number
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly entries: readonly PlacedEntry[]
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
  /** Where one can crash. */
  readonly gaps: readonly Gap[]
}

export interface PlacedEntry extends Box {
  readonly id: string
  readonly title: string
  /** Base line of the title; null where it is left out, there being but one. */
  readonly titleAt: Point | null
}

export interface PlacedNode extends Box {
  readonly id: string
}

export interface PlacedEdge {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly kind: GraphEdge['kind']
  readonly points: readonly Point[]
  /** The same as an SVG path with rounded corners. */
  readonly path: string
  readonly label: (Box & { readonly text: string }) | null
}

/** The place on an edge at which a crash comes right after the operation that it leaves. */
export interface Gap extends Point {
  readonly edge: string
  /** The operation. */
  readonly node: string
}

const between = { entries: 28, columns: 56, title: 24 }
const cornerRadius = 5
/** A title's line is no lower than this, however little room there is between nodes. */
const leastTitle = 17

/** Lays out a graph. */
export function layout(graph: Graph, options: LayoutOptions): Layout {
  const density = options.density ?? 1
  return density === 1
    ? layoutAt(graph, options, 1)
    : scale(layoutAt(graph, grown(options, density), density), density)
}

/**
 * The size that `layout` would come to and where its nodes would be, without labels and marks, which are nine tenths
 * of its work: for trying many sizes and densities.
 */
export function layoutNodes(
  graph: Graph,
  options: LayoutOptions,
): Pick<Layout, 'width' | 'height' | 'nodes'> {
  const density = options.density ?? 1
  const { width, height, nodes } = scale(layoutAt(graph, grown(options, density), density, false), density)
  return { width, height, nodes }
}

/** Less room between nodes is the same as larger nodes on a larger canvas, drawn smaller. */
function grown(options: LayoutOptions, density: number): LayoutOptions {
  const labelWidth = options.labelWidth ?? textWidth
  return {
    ...options,
    widthPx: options.widthPx / density,
    nodeSize: (node) => {
      const { width, height } = options.nodeSize(node)
      return { width: width / density, height: height / density }
    },
    labelWidth: (label) => labelWidth(label) / density,
  }
}

function layoutAt(graph: Graph, options: LayoutOptions, density: number, withMarks = true): Layout {
  const hasTitles = graph.entries.length > 1 && options.withStarts !== true
  const blocks = graph.entries.map((entry) => layoutEntry(graph, entry, options, density, withMarks))
  const titleHeight = Math.max(between.title, leastTitle / density)
  const parts: Layout[] = []
  let [x, y, shelf] = [0, 0, 0]
  for (const [at, block] of blocks.entries()) {
    const entry = graph.entries[at]
    if (!entry) continue
    const top = hasTitles ? titleHeight : 0
    const width = Math.max(block.width, hasTitles ? (textWidth(entry.title) + 8) / density : 0)
    if (x > 0 && x + width > options.widthPx) [x, y, shelf] = [0, y + shelf + between.entries, 0]
    const corner = { x, y: y + top }
    const titleAt = hasTitles ? { x, y: y + 13 / density } : null
    const placed = { id: entry.id, title: entry.title, x, y, width, height: block.height + top, titleAt }
    parts.push({ ...move(block, corner), entries: [placed] })
    shelf = Math.max(shelf, block.height + top)
    x += width + between.columns
  }
  return {
    width: Math.max(0, ...parts.flatMap(({ entries }) => entries.map((entry) => entry.x + entry.width))),
    height: y + shelf,
    entries: parts.flatMap(({ entries }) => entries),
    nodes: parts.flatMap(({ nodes }) => nodes),
    edges: parts.flatMap(({ edges }) => edges),
    gaps: parts.flatMap(({ gaps }) => gaps),
  }
}

function layoutEntry(
  graph: Graph,
  entry: Entry,
  options: LayoutOptions,
  density: number,
  withMarks: boolean,
): Layout {
  const labelWidth = options.labelWidth ?? textWidth
  const nodes = graph.nodes.filter(
    (node) => node.entry === entry.id && (options.withStarts === true || node.kind !== 'start'),
  )
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const edges = graph.edges.filter(({ from, to }) => byId.has(from) && byId.has(to))
  const ranked = rank(nodes, edges, options.nodeSize, labelWidth)
  const routed = routeWithin(ranked, options.widthPx)
  const marked = edges.map((edge): Marked => {
    const source = byId.get(edge.from)
    const points = routed.ways.get(edge.id) ?? []
    const hasGap = edge.kind !== 'throws' && source !== undefined && isOperation(source)
    return {
      id: edge.id,
      from: edge.from,
      points,
      labelWidth: edge.label === null ? 0 : labelWidth(edge.label),
      hasGap,
    }
  })
  const boxes = [...routed.boxes.values()]
  const width = Math.min(Math.max(routed.width, 1), Math.max(options.widthPx, routed.width))
  // Labels may use what is left of the canvas at the right.
  const canvas = { x: 0, y: 0, width: Math.max(width, options.widthPx), height: routed.height }
  const { labels, gaps } = withMarks ? placeMarks(marked, boxes, canvas, density) : nothingMarked
  const reach = Math.max(width, ...[...labels.values()].map((box) => box.x + box.width))
  return {
    width: reach,
    height: routed.height,
    entries: [],
    nodes: nodes.flatMap(({ id }) => ({
      id,
      ...(routed.boxes.get(id) ?? { x: 0, y: 0, width: 0, height: 0 }),
    })),
    edges: edges.map((edge): PlacedEdge => {
      const points = routed.ways.get(edge.id) ?? []
      const box = labels.get(edge.id)
      const { id, from, to, kind, label } = edge
      return {
        id,
        from,
        to,
        kind,
        points,
        path: pathThrough(points, cornerRadius),
        label: box && label !== null ? { ...box, text: label } : null,
      }
    }),
    gaps: edges.flatMap(({ id, from }) => {
      const at = gaps.get(id)
      return at ? [{ edge: id, node: from, ...at }] : []
    }),
  }
}

const nothingMarked: Placed = { labels: new Map(), gaps: new Map() }

/** Breaks and routes; a gutter, where one is needed, takes its width from the bands. */
function routeWithin(ranked: Ranked, widthPx: number): Routed {
  let bands = breakIntoBands(ranked, widthPx)
  for (let tries = 0; tries < 4; tries += 1) {
    const gutter = gutterWidth(ranked, bands)
    if (bands.every(({ width }) => width + gutter <= widthPx)) break
    bands = breakIntoBands(ranked, widthPx - gutter)
  }
  return route(ranked, bands)
}

function move(part: Layout, by: Point): Layout {
  const moved = <P extends Point>(point: P): P => ({ ...point, x: point.x + by.x, y: point.y + by.y })
  return {
    ...part,
    nodes: part.nodes.map(moved),
    edges: part.edges.map((edge) => {
      const points = edge.points.map(moved)
      return {
        ...edge,
        points,
        path: pathThrough(points, cornerRadius),
        label: edge.label && moved(edge.label),
      }
    }),
    gaps: part.gaps.map(moved),
  }
}

function scale(part: Layout, factor: number): Layout {
  const scaled = <P extends Point>(point: P): P => ({ ...point, x: point.x * factor, y: point.y * factor })
  const scaledBox = <B extends Box>(box: B): B => ({
    ...scaled(box),
    width: box.width * factor,
    height: box.height * factor,
  })
  return {
    width: part.width * factor,
    height: part.height * factor,
    entries: part.entries.map((entry) => ({
      ...scaledBox(entry),
      titleAt: entry.titleAt && scaled(entry.titleAt),
    })),
    nodes: part.nodes.map(scaledBox),
    edges: part.edges.map((edge) => {
      const points = edge.points.map(scaled)
      return {
        ...edge,
        points,
        path: pathThrough(points, cornerRadius),
        label: edge.label && scaledBox(edge.label),
      }
    }),
    gaps: part.gaps.map(scaled),
  }
}

/** About the width of a text in 11 px Inter. */
function textWidth(text: string): number {
  return Math.ceil(text.length * 6.1) + 4
}
