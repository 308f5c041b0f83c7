/** A placed graph as React Flow's nodes and edges. They are constant: what changes with the cursor is in the scene. */
import { Position, type Edge, type Node } from '@xyflow/react'
import { isOperation, type Graph, type GraphEdge, type GraphNode } from '#program/graph.ts'
import { isUpright, leavingOf, type Box, type PlacedEdge, type Placement } from './placement.ts'
import type { Type } from './size.ts'

/** A gap after a node's last operation, on an edge that leaves it; from the node's upper left corner, in pixels. */
export interface ExitPlace {
  readonly edge: string
  /** The node to which the edge leads, as the gap's name has it. */
  readonly to: string
  readonly left: number
  readonly top: number
  /** Where the edge runs down and not to the right. */
  readonly turned: boolean
}

export interface OperationData extends Record<string, unknown> {
  readonly node: GraphNode
  readonly exits: readonly ExitPlace[]
  /** The type of an overview; null where the node is at reading size. */
  readonly type: Type | null
}

export interface PlainData extends Record<string, unknown> {
  readonly node: GraphNode
  /** Edges at it, by id: it is reached when one of them is taken. */
  readonly edges: readonly string[]
  readonly type: Type | null
}

export interface TitleData extends Record<string, unknown> {
  readonly text: string
}

export interface EdgeData extends Record<string, unknown> {
  readonly edge: GraphEdge
  readonly placed: PlacedEdge
  readonly type: Type | null
}

export type OperationFlowNode = Node<OperationData, 'operation'>
export type PlainFlowNode = Node<PlainData, 'plain'>
export type TitleFlowNode = Node<TitleData, 'title'>
export type FlowNode = OperationFlowNode | PlainFlowNode | TitleFlowNode
export type FlowEdge = Edge<EdgeData, 'way'>

/** In the order of the source, each entry behind its title: that of the keyboard and of a screen reader. */
export function flowNodes(
  graph: Graph,
  placement: Placement,
  titleOf: (node: GraphNode) => string,
): FlowNode[] {
  const leaving = leavingOf(placement.edges)
  const byId = new Map(graph.nodes.map((node) => [node.id, node]))
  const nameOf = (id: string) => {
    const node = byId.get(id)
    return node === undefined ? '' : titleOf(node)
  }
  return graph.entries.flatMap((entry): FlowNode[] => {
    const title = placement.titles.find(({ id }) => id === entry.id)
    const own = graph.nodes.filter((node) => node.entry === entry.id)
    return [
      ...(title === undefined ? [] : [titleNode(title)]),
      ...own.flatMap((node): FlowNode[] => {
        const box = placement.nodes.get(node.id)
        if (box === undefined) return []
        const type = placement.opened.has(node.id) ? null : placement.type
        if (!isOperation(node)) {
          const edges = graph.edges.filter(({ from, to }) => from === node.id || to === node.id)
          const data = { node, edges: edges.map(({ id }) => id), type }
          return [{ ...base(node.id, box), type: 'plain', data }]
        }
        const exits = (leaving.get(node.id) ?? []).flatMap((edge) => exitOf(edge, box, nameOf(edge.to)))
        return [{ ...base(node.id, box), type: 'operation', data: { node, exits, type } }]
      }),
    ]
  })
}

function exitOf({ id, gap, points }: PlacedEdge, box: Box, to: string): readonly ExitPlace[] {
  if (gap === null) return []
  return [{ edge: id, to, left: gap.x - box.x, top: gap.y - box.y, turned: isUpright(points, gap) }]
}

/** The edges that are drawn. */
export function flowEdges(graph: Graph, placement: Placement): FlowEdge[] {
  const placed = new Map(placement.edges.map((edge) => [edge.id, edge]))
  return graph.edges.flatMap((edge): FlowEdge[] => {
    const way = placed.get(edge.id)
    if (way === undefined) return []
    const data = { edge, placed: way, type: placement.type }
    return [{ id: edge.id, source: edge.from, target: edge.to, type: 'way', data }]
  })
}

/** A node without handles before it is measured would lose its edges for a frame. */
function base(id: string, { x, y, width, height }: Box) {
  const handle = { width: 1, height: 1, y: height / 2 }
  return {
    id,
    position: { x, y },
    width,
    height,
    handles: [
      { ...handle, type: 'source' as const, position: Position.Right, x: width },
      { ...handle, type: 'target' as const, position: Position.Left, x: 0 },
    ],
    ariaRole: 'listitem' as const,
    domAttributes: { 'aria-roledescription': undefined },
  }
}

function titleNode({ id, text, at }: Placement['titles'][number]): TitleFlowNode {
  const box = { x: at.x, y: at.y - 13, width: Math.ceil(text.length * 7.3) + 8, height: 16 }
  return { ...base(`title of ${id}`, box), type: 'title', data: { text } }
}
