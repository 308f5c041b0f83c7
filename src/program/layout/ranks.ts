/** Columns: each node one further to the right than all that lead to it. */

import type { GraphEdge, GraphNode } from '../graph.ts'
import { isOperation } from '../graph.ts'
import type { Size } from './geometry.ts'

/** A node that has a column. */
export interface RankedNode extends Size {
  readonly id: string
  readonly rank: number
  /** How much follows on the longest way from here: the heaviest successor keeps its predecessor's line. */
  readonly weight: number
  readonly isEnd: boolean
}

export interface RankedEdge {
  readonly id: string
  readonly from: string
  readonly to: string
  /** Room that its label takes along the edge; 0 for none. */
  readonly labelWidth: number
  readonly kind: GraphEdge['kind']
}

export interface Ranked {
  /** By rank, and in the order of the source within one. */
  readonly nodes: readonly RankedNode[]
  /** From a column to one further right. */
  readonly forward: readonly RankedEdge[]
  /** To the same column or one further left, itself excluded. */
  readonly backward: readonly RankedEdge[]
  /** From a node to itself. */
  readonly loops: readonly RankedEdge[]
}

/** Gives each node its column. A circle is opened at the edge that closes it, be it drawn as `back` or not. */
export function rank(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  sizeOf: (node: GraphNode) => Size,
  labelWidth: (label: string) => number,
): Ranked {
  const ranked = edges.map(({ id, from, to, label, kind }): RankedEdge => {
    return { id, from, to, kind, labelWidth: label === null ? 0 : labelWidth(label) }
  })
  const closing = closingEdges(nodes, ranked)
  const forward = ranked.filter((edge) => edge.from !== edge.to && !closing.has(edge))
  const ranks = longest(nodes, forward, 'from', 'to', () => 1)
  const weights = longest(nodes, forward, 'to', 'from', (node) => (isOperation(node) ? 1 : 0.4))
  const placed = nodes.map((node): RankedNode => {
    const [own, weight] = [ranks.get(node.id) ?? 0, weights.get(node.id) ?? 0]
    return { ...sizeOf(node), id: node.id, rank: own, weight, isEnd: node.kind === 'end' }
  })
  return {
    nodes: placed.toSorted((a, b) => a.rank - b.rank),
    forward,
    backward: ranked.filter((edge) => edge.from !== edge.to && closing.has(edge)),
    loops: ranked.filter(({ from, to }) => from === to),
  }
}

/** The edges that lead back to a node on the way to them. */
function closingEdges(nodes: readonly GraphNode[], edges: readonly RankedEdge[]): Set<RankedEdge> {
  const closing = new Set(edges.filter(({ kind }) => kind === 'back'))
  const state = new Map<string, 'open' | 'done'>()
  const visit = (id: string): void => {
    state.set(id, 'open')
    for (const edge of edges) {
      if (edge.from !== id || closing.has(edge)) continue
      if (state.get(edge.to) === 'open') closing.add(edge)
      else if (!state.has(edge.to)) visit(edge.to)
    }
    state.set(id, 'done')
  }
  for (const { id } of nodes) if (!state.has(id)) visit(id)
  return closing
}

function longest(
  nodes: readonly GraphNode[],
  edges: readonly RankedEdge[],
  near: 'from' | 'to',
  far: 'from' | 'to',
  worth: (node: GraphNode) => number,
): Map<string, number> {
  const lengths = new Map<string, number>()
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const lengthOf = (id: string): number => {
    const known = lengths.get(id)
    if (known !== undefined) return known
    const ways = edges.filter((edge) => edge[far] === id)
    const node = byId.get(ways[0]?.[near] ?? '')
    const length = node
      ? Math.max(...ways.map((edge) => lengthOf(edge[near]) + worth(byId.get(edge[near]) ?? node)))
      : 0
    lengths.set(id, length)
    return length
  }
  for (const { id } of nodes) lengthOf(id)
  return lengths
}
