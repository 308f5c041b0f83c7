/** A graph as a nested list: what follows comes below, branches are indented, what came before is only named. */
import type { Graph, GraphEdge, GraphNode } from '#program'

export type ListItem =
  | { readonly kind: 'node'; readonly key: string; readonly node: GraphNode }
  | {
      readonly kind: 'branch'
      readonly key: string
      readonly label: string
      readonly items: readonly ListItem[]
    }
  /** A node that stands elsewhere in the list already. */
  | { readonly kind: 'again'; readonly key: string; readonly title: string }

export interface EntryList {
  readonly title: string
  readonly items: readonly ListItem[]
}

/** One list for each entry. */
export function listOf(graph: Graph): readonly EntryList[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const leaving = new Map<string, GraphEdge[]>()
  for (const edge of graph.edges) leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge])
  return graph.entries.map(({ id, title }) => {
    const own = graph.nodes.filter(({ entry }) => entry === id)
    const seen = new Set<string>()
    const first = own.find(({ kind }) => kind === 'start') ?? own[0]
    const items = first ? follow(first.id, nodes, leaving, seen) : []
    // States that no transition reaches, and other loose pieces.
    const loose = own
      .filter((node) => !seen.has(node.id))
      .flatMap((node) => follow(node.id, nodes, leaving, seen))
    return { title, items: [...items, ...loose] }
  })
}

function follow(
  start: string,
  nodes: ReadonlyMap<string, GraphNode>,
  leaving: ReadonlyMap<string, readonly GraphEdge[]>,
  seen: Set<string>,
): readonly ListItem[] {
  const items: ListItem[] = []
  let next: string | undefined = start
  while (next !== undefined) {
    const node = nodes.get(next)
    if (node === undefined) return items
    if (seen.has(next))
      return [...items, { kind: 'again', key: `again ${next}`, title: node.title || 'the end' }]
    seen.add(next)
    if (node.kind !== 'fork' && node.kind !== 'join') items.push({ kind: 'node', key: node.id, node })
    const edges: readonly GraphEdge[] = leaving.get(next) ?? []
    if (edges.length <= 1) {
      next = edges[0]?.to
      continue
    }
    for (const edge of edges)
      items.push({
        kind: 'branch',
        key: edge.id,
        label: edge.label ?? (edge.kind === 'throws' ? 'throws' : 'at the same time'),
        items: follow(edge.to, nodes, leaving, seen),
      })
    next = undefined
  }
  return items
}
