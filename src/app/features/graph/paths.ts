/** Which edges a run takes, and when: consecutive operations of one request, joined through what lies between. */
import { isOperation, type Graph, type GraphEdge } from '#program/graph.ts'
import type { Run, TraceEvent } from '#simulator'

/** Index of the event at which each edge was first taken, by edge id; edges never taken are absent. */
export function takenEdges(run: Run, graph: Graph): ReadonlyMap<string, number> {
  const taken = new Map<string, number>()
  const walk = walker(graph)
  for (const visits of visitsByRequest(run, graph)) {
    let from = startOf(graph, visits[0]?.node)
    for (const visit of visits) {
      for (const edge of walk(from, (id) => id === visit.node) ?? []) note(taken, edge, visit.index)
      from = visit.node
    }
    const end = endingOf(run, visits)
    if (end === undefined) continue
    for (const edge of onlyWayOut(graph, walk, from) ?? []) note(taken, edge, end)
  }
  return taken
}

interface Visit {
  readonly node: string
  readonly request: string | null
  readonly index: number
}

function note(taken: Map<string, number>, edge: GraphEdge, index: number): void {
  const known = taken.get(edge.id)
  if (known === undefined || index < known) taken.set(edge.id, index)
}

/** For each request or workflow run the nodes that it came to, each noted once while it stays there. */
function visitsByRequest(run: Run, graph: Graph): readonly (readonly Visit[])[] {
  const operations = new Set(graph.nodes.filter(isOperation).map(({ id }) => id))
  const requests = new Map<string, Visit[]>()
  for (const event of run.trace) {
    const node = event.site?.node
    if (node == null || !operations.has(node) || !isProgress(event)) continue
    const key = `${event.request ?? ''} ${event.actor.role === 'server' ? event.actor.name : ''}`
    const visits = requests.get(key) ?? []
    requests.set(key, visits)
    if (visits.at(-1)?.node !== node) visits.push({ node, request: event.request, index: event.index })
  }
  return [...requests.values()]
}

function isProgress({ what }: TraceEvent): boolean {
  return ['step', 'statement', 'begin', 'commit', 'stripe-call', 'sent'].includes(what.kind)
}

function startOf(graph: Graph, node: string | undefined): string {
  const entry = graph.nodes.find(({ id }) => id === node)?.entry
  return graph.nodes.find((one) => one.kind === 'start' && one.entry === entry)?.id ?? ''
}

/** Index of the event that ended the request or workflow after its last visit: an answer, or its result. */
function endingOf(run: Run, visits: readonly Visit[]): number | undefined {
  const last = visits.at(-1)
  if (last === undefined || last.request === null) return undefined
  return run.trace.find(
    ({ index, request, what }) =>
      index > last.index &&
      request === last.request &&
      ((what.kind === 'workflow' && what.progress === 'succeeded') ||
        (what.kind === 'sent' && what.label.startsWith('response:'))),
  )?.index
}

type Walk = (from: string, isGoal: (id: string) => boolean) => readonly GraphEdge[] | null

/** The shortest way from a node to a goal through nodes that are no operations; null if there is none. */
function walker(graph: Graph): Walk {
  const leaving = new Map<string, GraphEdge[]>()
  for (const edge of graph.edges) leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge])
  const between = new Set(graph.nodes.filter((node) => !isOperation(node)).map(({ id }) => id))
  return (from, isGoal) => {
    const ways: (readonly GraphEdge[])[] = [[]]
    const seen = new Set<string>()
    for (let next = ways.shift(); next !== undefined; next = ways.shift()) {
      for (const edge of leaving.get(next.at(-1)?.to ?? from) ?? []) {
        if (isGoal(edge.to)) return [...next, edge]
        if (!between.has(edge.to) || seen.has(edge.to)) continue
        seen.add(edge.to)
        ways.push([...next, edge])
      }
    }
    return null
  }
}

/** The way to the end of the entry where only one end can come next; otherwise nobody can tell. */
function onlyWayOut(graph: Graph, walk: Walk, from: string): readonly GraphEdge[] | null {
  const ends = graph.nodes.filter(({ kind }) => kind === 'end').map(({ id }) => id)
  const ways = ends.flatMap((end) => {
    const way = walk(from, (id) => id === end)
    return way && !way.some(({ kind }) => kind === 'throws') ? [way] : []
  })
  return ways.length === 1 ? (ways[0] ?? null) : null
}
