/** Everything that the graph shows of a run, made once per run; a cursor only looks things up. */
import { isOperation, type Graph } from '#program/graph.ts'
import type { Run } from '#simulator'
import { historyOf, type NodeHistory } from './executions.ts'
import { mostRows, nodeStory, type NodeFacts, type NodeState, type Story, type Wait } from './node-story.ts'
import { takenEdges } from './paths.ts'
import { cutsOf, type Cut } from './strikes.ts'

export interface GraphStory {
  /** By node id; operations only. */
  readonly nodes: ReadonlyMap<string, Story<NodeState>>
  /** Rows that each operation's box has room for, by node id. */
  readonly rows: ReadonlyMap<string, number>
  /** Index of the event at which each edge was first taken, by edge id. */
  readonly taken: ReadonlyMap<string, number>
  readonly cuts: readonly Cut[]
  /** What happened at each node, by its id. */
  readonly history: ReadonlyMap<string, NodeHistory>
}

const nothing: NodeHistory = { executions: [], replays: [] }

/** Ties a run to a graph. */
export function graphStory(run: Run, graph: Graph): GraphStory {
  const history = historyOf(run)
  const operations = graph.nodes.filter(isOperation)
  const waits = waitsOf(run)
  const violations = violationsOf(run)
  const freezes = freezesOf(run)
  return {
    nodes: new Map(
      operations.map(({ id, title }) => {
        const facts = {
          id,
          title,
          history: history.get(id) ?? nothing,
          waits: waits.get(id) ?? [],
          freezes,
          violations: violations.get(id) ?? [],
        }
        return [id, nodeStory(facts, run)]
      }),
    ),
    rows: new Map(
      operations.map(({ id }) => {
        const rows = mostRows(history.get(id) ?? nothing, run)
        // What it violates stands in a line of its own.
        return [id, rows > 0 && violations.has(id) ? rows + 1 : rows]
      }),
    ),
    taken: takenEdges(run, graph),
    cuts: cutsOf(run, graph, history),
    history,
  }
}

/** When servers stood still. */
function freezesOf(run: Run): NodeFacts['freezes'] {
  return run.trace.flatMap(({ what, actor, index }) => {
    if (what.kind !== 'process' || what.change !== 'frozen' || actor.role !== 'server') return []
    const end = run.trace.find(
      (later) =>
        later.index > index &&
        later.what.kind === 'process' &&
        later.what.change !== 'clock-jumped' &&
        later.actor.role === 'server' &&
        later.actor.name === actor.name,
    )
    return [{ server: actor.name, from: index, until: end?.index ?? run.trace.length + 1 }]
  })
}

/** Times in which a workflow slept, by the node in which it did. */
function waitsOf(run: Run): ReadonlyMap<string, readonly Wait[]> {
  const waits = new Map<string, Wait[]>()
  for (const event of run.trace) {
    const { what } = event
    if (what.kind !== 'workflow' || what.progress !== 'sleeping' || what.dueAtMs === null) continue
    const step = run.trace.findLast(
      (earlier) =>
        earlier.index < event.index &&
        earlier.what.kind === 'step' &&
        earlier.what.workflowId === what.workflowId &&
        earlier.site?.node != null,
    )
    const node = step?.site?.node
    if (node == null) continue
    const woken = run.trace.find(
      (later) =>
        later.index > event.index &&
        later.what.kind === 'workflow' &&
        later.what.workflowId === what.workflowId,
    )
    const wait = {
      from: event.index,
      until: woken?.index ?? run.trace.length + 1,
      fromMs: event.atMs,
      dueMs: what.dueAtMs,
    }
    waits.set(node, [...(waits.get(node) ?? []), wait])
  }
  return waits
}

/** Violations by the node whose operation made them. */
function violationsOf(run: Run): ReadonlyMap<string, readonly { at: number; invariant: string }[]> {
  const found = new Map<string, { at: number; invariant: string }[]>()
  for (const event of run.trace) {
    if (event.what.kind !== 'violated' || event.cause === null) continue
    const node = run.trace[event.cause - 1]?.site?.node
    if (node == null) continue
    found.set(node, [...(found.get(node) ?? []), { at: event.index, invariant: event.what.invariant }])
  }
  return found
}
