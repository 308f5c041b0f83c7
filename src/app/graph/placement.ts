/** Where nodes and edges are drawn. */
import type { Graph } from '#program'
import type { Size } from './size.ts'

export interface Box extends Size {
  readonly x: number
  readonly y: number
}

export interface Spot {
  readonly x: number
  readonly y: number
}

export interface PlacedEdge {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly points: readonly Spot[]
  /** The middle of its condition; null where it has none. */
  readonly label: Spot | null
  /** Where the gap after its source lies. */
  readonly gap: Spot
}

export interface Placement {
  readonly width: number
  readonly height: number
  /** By node id. */
  readonly nodes: ReadonlyMap<string, Box>
  readonly edges: readonly PlacedEdge[]
}

/** Places a graph whose nodes have the given sizes. */
export function place(graph: Graph, sizes: ReadonlyMap<string, Size>): Placement {
  const nodes = new Map<string, Box>()
  let [x, y, rowHeight, width] = [20, 12, 0, 0]
  for (const node of graph.nodes) {
    const size = sizes.get(node.id) ?? { width: 120, height: 34 }
    if (x + size.width > 948 || (node.kind === 'start' && x > 20)) {
      x = 20
      y += rowHeight + 44
      rowHeight = 0
    }
    nodes.set(node.id, { ...size, x, y })
    x += size.width + 44
    width = Math.max(width, x)
    rowHeight = Math.max(rowHeight, size.height)
  }
  const edges = graph.edges.flatMap((edge): readonly PlacedEdge[] => {
    const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)]
    if (!from || !to) return []
    const start = { x: from.x + from.width, y: from.y + Math.min(from.height / 2, 20) }
    const end = { x: to.x, y: to.y + Math.min(to.height / 2, 20) }
    const bend =
      Math.abs(start.y - end.y) < 1
        ? []
        : end.x > start.x
          ? [
              { x: start.x + 22, y: start.y },
              { x: start.x + 22, y: end.y },
            ]
          : [
              { x: start.x + 22, y: start.y },
              { x: start.x + 22, y: to.y - 14 },
              { x: end.x - 14, y: to.y - 14 },
              { x: end.x - 14, y: end.y },
            ]
    return [
      {
        id: edge.id,
        from: edge.from,
        to: edge.to,
        points: [start, ...bend, end],
        label: edge.label === null ? null : { x: start.x + 30, y: start.y - 10 },
        gap: { x: start.x + 20, y: start.y },
      },
    ]
  })
  return { width: width - 24, height: y + rowHeight + 40, nodes, edges }
}
