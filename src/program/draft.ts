/**
 * A graph while it is drawn: nodes by number, junctions that will be contracted, and a way back to an earlier mark,
 * for code that turned out to do nothing that is worth a node.
 */

import type {
  EndNode,
  GraphEdge,
  GraphNode,
  Group,
  Note,
  OpaqueNode,
  OperationNode,
  PlainNode,
  StateNode,
} from './graph.ts'

type Base<N> = Omit<N, 'id' | 'entry' | 'group' | 'kind'>

/** A node before it has its id. A junction is where paths meet; none is left in the graph. */
export type DraftNode = { readonly group: number | null } & (
  | (Base<OperationNode> & Pick<OperationNode, 'kind'>)
  | (Base<OpaqueNode> & Pick<OpaqueNode, 'kind'>)
  | (Base<StateNode> & Pick<StateNode, 'kind'>)
  | (Base<EndNode> & Pick<EndNode, 'kind'>)
  | (Base<PlainNode> & { readonly kind: PlainNode['kind'] | 'junction' })
)

export interface DraftEdge {
  readonly from: number
  readonly to: number
  readonly label: string | null
  readonly kind: GraphEdge['kind']
}

interface DraftGroup {
  readonly title: string
  readonly parent: number | null
  readonly line: number
}

export interface Mark {
  readonly nodes: number
  readonly edges: number
  readonly groups: number
  readonly notes: number
}

/** What one entry comes to. */
export interface Drawn {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
  readonly groups: readonly Group[]
  readonly notes: readonly Note[]
}

export class Draft {
  readonly nodes: DraftNode[] = []
  readonly notes: Note[] = []
  #edges: DraftEdge[] = []
  readonly #groups: DraftGroup[] = []

  add(node: DraftNode): number {
    return this.nodes.push(node) - 1
  }

  addGroup(group: DraftGroup): number {
    return this.#groups.push(group) - 1
  }

  connect(from: number, to: number, label: string | null = null, kind: GraphEdge['kind'] = 'flow'): void {
    this.#edges.push({ from, to, label, kind })
  }

  mark(): Mark {
    return {
      nodes: this.nodes.length,
      edges: this.#edges.length,
      groups: this.#groups.length,
      notes: this.notes.length,
    }
  }

  /** Forgets everything since a mark. */
  rollback(mark: Mark): void {
    this.nodes.length = mark.nodes
    this.#edges.length = mark.edges
    this.#groups.length = mark.groups
    this.notes.length = mark.notes
  }

  /** Whether anything since a mark reaches outside, or ends the program. */
  hasWorkSince(mark: Mark): boolean {
    return this.nodes.slice(mark.nodes).some(({ kind }) => kind !== 'decision' && kind !== 'junction')
  }

  /** The finished graph of an entry: junctions contracted, what cannot be reached left out, ids given. */
  finish(entry: string): Drawn {
    const edges = this.#reachable(contract(this.nodes, this.#edges))
    const used = new Set([0, ...edges.flatMap(({ from, to }) => [from, to])])
    const ids = nodeIds(entry, this.nodes, used)
    const groupIds = this.#groups.map((group, at) => `${entry}/${group.title}~${at + 1}`)
    const nodes = this.nodes.flatMap((node, at): GraphNode[] => {
      const id = ids.get(at)
      if (id === undefined || node.kind === 'junction') return []
      return [
        {
          ...node,
          id,
          entry,
          group: node.group === null ? null : (groupIds[node.group] ?? null),
        } as GraphNode,
      ]
    })
    return {
      nodes,
      edges: edges.map((edge) => finishEdge(edge, ids)),
      groups: this.#usedGroups(entry, nodes, groupIds),
      notes: this.notes,
    }
  }

  #reachable(edges: DraftEdge[]): DraftEdge[] {
    const seen = new Set([0])
    // An edge may lead backwards, so that one pass is not enough.
    for (let before = 0; before !== seen.size;) {
      before = seen.size
      for (const { from, to } of edges) if (seen.has(from)) seen.add(to)
    }
    return edges.filter(({ from }) => seen.has(from))
  }

  #usedGroups(entry: string, nodes: readonly GraphNode[], ids: readonly string[]): Group[] {
    const used = new Set<string | null>(nodes.map(({ group }) => group))
    for (let at = this.#groups.length - 1; at >= 0; at -= 1) {
      const parent = this.#groups[at]?.parent ?? null
      if (used.has(ids[at] ?? null) && parent !== null) used.add(ids[parent] ?? null)
    }
    return this.#groups.flatMap(({ title, parent, line }, at) => {
      const id = ids[at]
      if (id === undefined || !used.has(id)) return []
      return [{ id, entry, title, parent: parent === null ? null : (ids[parent] ?? null), line }]
    })
  }
}

/** Replaces each junction by edges from all that lead to it to all that it leads to. */
function contract(nodes: readonly DraftNode[], edges: readonly DraftEdge[]): DraftEdge[] {
  let left = [...edges]
  for (const [at, { kind }] of nodes.entries()) {
    if (kind !== 'junction') continue
    const ins = left.filter(({ from, to }) => to === at && from !== at)
    const outs = left.filter(({ from, to }) => from === at && to !== at)
    left = left.filter(({ from, to }) => from !== at && to !== at)
    for (const before of ins) for (const after of outs) left.push(join(before, after))
  }
  return merge(left)
}

/** Two edges of a kind between the same nodes are one, with both conditions. */
function merge(edges: readonly DraftEdge[]): DraftEdge[] {
  const merged = new Map<string, DraftEdge>()
  for (const edge of edges) {
    const key = `${edge.from} ${edge.to} ${edge.kind}`
    const other = merged.get(key)
    merged.set(key, other ? { ...edge, label: eitherLabel(other, edge) } : edge)
  }
  return [...merged.values()]
}

function eitherLabel({ label: a, kind }: DraftEdge, { label: b }: DraftEdge): string | null {
  if (kind === 'throws') return a ?? b
  if (a === null || b === null || isOpposite(a, b) || isOpposite(b, a)) return null
  return a === b ? a : `${a} or ${b}`
}

/** Whether one of two conditions always holds. */
function isOpposite(a: string, b: string): boolean {
  return (
    [`!${a}`, `not ${a}`].includes(b) || (a === 'yes' && b === 'no') || (a === 'message' && b === 'timeout')
  )
}

function join(before: DraftEdge, after: DraftEdge): DraftEdge {
  const labels = [before.label, after.label].filter((label) => label !== null)
  const kinds = [before.kind, after.kind]
  const kind = kinds.includes('back') ? 'back' : kinds.includes('throws') ? 'throws' : 'flow'
  return { from: before.from, to: after.to, label: labels.length > 0 ? labels.join(', ') : null, kind }
}

function nodeIds(entry: string, nodes: readonly DraftNode[], used: ReadonlySet<number>): Map<number, string> {
  const counts = new Map<string, number>()
  const ids = new Map<number, string>()
  for (const [at, node] of nodes.entries()) {
    if (!used.has(at)) continue
    const name = 'operation' in node ? node.operation : `${node.kind}:${node.title}`
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    ids.set(at, `${entry}/${name}#${count}`)
  }
  return ids
}

function finishEdge({ from, to, label, kind }: DraftEdge, ids: ReadonlyMap<number, string>): GraphEdge {
  const [source = '', target = ''] = [ids.get(from), ids.get(to)]
  return {
    id: `${source} → ${target}${kind === 'flow' ? '' : ` ${kind}`}`,
    from: source,
    to: target,
    label,
    kind,
  }
}
