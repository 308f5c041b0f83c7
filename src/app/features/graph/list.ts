/** A graph as a nested list: what follows comes below, side branches are indented, what stands elsewhere is named. */
import type { Graph, GraphEdge, GraphNode } from '#program'

export type ListItem =
  | { readonly kind: 'node'; readonly key: string; readonly node: GraphNode }
  | {
      readonly kind: 'branch'
      readonly key: string
      readonly label: string
      readonly items: readonly ListItem[]
    }
  /** The condition under which the main way goes on. */
  | { readonly kind: 'condition'; readonly key: string; readonly label: string }
  /** A node that stands elsewhere in the list. */
  | { readonly kind: 'elsewhere'; readonly key: string; readonly words: string }

export interface EntryList {
  readonly title: string
  readonly items: readonly ListItem[]
}

/** One list for each entry. */
export function listOf(graph: Graph): readonly EntryList[] {
  return graph.entries.map(({ id, title }) => {
    const own = graph.nodes.filter(({ entry }) => entry === id)
    const walk = new Walk(graph, own)
    const first = own.find(({ kind }) => kind === 'start') ?? own[0]
    const items = first ? walk.follow(first.id, new Set()) : []
    // States that no transition reaches, and other loose pieces.
    const loose = own.flatMap((node) => (walk.seen.has(node.id) ? [] : walk.follow(node.id, new Set())))
    return { title, items: [...items, ...loose] }
  })
}

class Walk {
  readonly seen = new Set<string>()
  readonly #nodes: ReadonlyMap<string, GraphNode>
  readonly #leaving = new Map<string, GraphEdge[]>()

  constructor(graph: Graph, own: readonly GraphNode[]) {
    this.#nodes = new Map(own.map((node) => [node.id, node]))
    for (const edge of graph.edges)
      this.#leaving.set(edge.from, [...(this.#leaving.get(edge.from) ?? []), edge])
  }

  /**
   * Nodes from `start` on.
   * @param below nodes that the way one level up will come to: a side branch ends there.
   */
  follow(start: string, below: ReadonlySet<string>): readonly ListItem[] {
    const items: ListItem[] = []
    let next: string | undefined = start
    while (next !== undefined) {
      const node = this.#nodes.get(next)
      if (node === undefined) return items
      if (below.has(next)) return [...items, elsewhere(node, 'below')]
      if (this.seen.has(next)) return [...items, elsewhere(node, 'above')]
      this.seen.add(next)
      if (node.kind !== 'fork' && node.kind !== 'join') items.push({ kind: 'node', key: node.id, node })
      const edges: readonly GraphEdge[] = this.#leaving.get(next) ?? []
      const main = this.#mainOf(edges)
      if (main !== undefined && edges.length > 1) {
        const ahead = new Set([...below, ...this.#reach(main.to)])
        for (const edge of edges)
          if (edge !== main)
            items.push({
              kind: 'branch',
              key: edge.id,
              label: labelOf(edge),
              items: this.follow(edge.to, ahead),
            })
        items.push({ kind: 'condition', key: `if ${main.id}`, label: labelOf(main) })
      }
      next = main?.to
    }
    return items
  }

  /** The way on which most is still to come. */
  #mainOf(edges: readonly GraphEdge[]): GraphEdge | undefined {
    return edges
      .map((edge) => ({ edge, length: edge.kind === 'throws' ? -1 : this.#reach(edge.to).size }))
      .toSorted((one, other) => other.length - one.length)[0]?.edge
  }

  /** All new nodes that can be come to from one. */
  #reach(start: string): ReadonlySet<string> {
    const found = new Set<string>()
    const open = [start]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (found.has(id) || this.seen.has(id)) continue
      found.add(id)
      open.push(...(this.#leaving.get(id) ?? []).map(({ to }) => to))
    }
    return found
  }
}

function elsewhere(node: GraphNode, where: 'above' | 'below'): ListItem {
  const name = node.kind === 'end' ? node.text || 'the end' : node.title
  return { kind: 'elsewhere', key: `to ${node.id}`, words: `then ${name}, ${where}` }
}

function labelOf(edge: GraphEdge): string {
  return edge.label ?? (edge.kind === 'throws' ? 'throws' : 'at the same time')
}
