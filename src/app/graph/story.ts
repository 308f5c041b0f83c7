/** Everything that the graph shows of a run, made once per run; a cursor only looks things up. */
import { isOperation, type Graph } from '#program/graph.ts'
import { formatPoint, type Run, type TraceEvent } from '#simulator'
import { historyOf, isServerOperation, labelOf, nodeOf, type NodeHistory } from './executions.ts'
import { gapId, mostRows, nodeStory, type NodeState, type Story, type Wait } from './node-story.ts'
import { takenEdges } from './paths.ts'

export interface GraphStory {
  /** By node id; operations only. */
  readonly nodes: ReadonlyMap<string, Story<NodeState>>
  /** Rows that each operation's box has room for, by node id. */
  readonly rows: ReadonlyMap<string, number>
  /** Index of the event at which each edge was first taken, by edge id. */
  readonly taken: ReadonlyMap<string, number>
  readonly cuts: readonly Cut[]
}

/** A crash of the plan, at its gap. */
export interface Cut {
  /** Id of the gap. */
  readonly gap: string
  /** Index of its fault event. */
  readonly event: number
  /** `A`. */
  readonly server: string
}

const nothing: NodeHistory = { executions: [], replays: [] }

/** Ties a run to a graph. */
export function graphStory(run: Run, graph: Graph): GraphStory {
  const history = historyOf(run)
  const operations = graph.nodes.filter(isOperation)
  const waits = waitsOf(run)
  const violations = violationsOf(run)
  return {
    nodes: new Map(
      operations.map(({ id, title }) => {
        const facts = {
          id,
          title,
          history: history.get(id) ?? nothing,
          waits: waits.get(id) ?? [],
          violations: violations.get(id) ?? [],
        }
        return [id, nodeStory(facts, run)]
      }),
    ),
    rows: new Map(operations.map(({ id }) => [id, mostRows(history.get(id) ?? nothing, run)])),
    taken: takenEdges(run, graph),
    cuts: cutsOf(run, graph, history),
  }
}

/** Where each crash of the plan that fired is drawn: at the gap after the last operation before it. */
function cutsOf(run: Run, graph: Graph, history: ReadonlyMap<string, NodeHistory>): readonly Cut[] {
  const drawn = new Set(graph.nodes.map(({ id }) => id))
  return run.faults.flatMap((outcome, position) => {
    const fault = run.input.plan[position]
    if (!outcome.fired || !fault || !fault.kind.startsWith('crash')) return []
    const struck = run.trace[outcome.event - 1]
    if (struck === undefined) return []
    const isHere = (event: TraceEvent) =>
      event.index < struck.index &&
      isServerOperation(event) &&
      nameOf(event) === nameOf(struck) &&
      drawn.has(nodeOf(event, run) ?? '')
    const point = formatPoint(fault.point)
    const last =
      run.trace.findLast((event) => isHere(event) && event.point === point) ??
      run.trace.findLast((event) => isHere(event) && event.request === struck.request)
    const node = last && nodeOf(last, run)
    const gap = last && node != null ? gapOf(last, node, history) : startOfEntry(graph, struck)
    return gap === null ? [] : [{ gap, event: outcome.event, server: nameOf(struck) }]
  })
}

function nameOf({ actor }: TraceEvent): string {
  return actor.role === 'server' ? actor.name : ''
}

function gapOf(event: TraceEvent, node: string, history: ReadonlyMap<string, NodeHistory>): string {
  const isExit = history
    .get(node)
    ?.executions.some(({ operations, fate }) => fate.kind === 'done' && operations.at(-1) === event)
  return gapId(node, isExit === true ? 'exit' : labelOf(event))
}

/** A crash before the first operation of an entry is drawn behind its start. */
function startOfEntry(graph: Graph, struck: TraceEvent): string | null {
  const entry = graph.nodes.find(({ id }) => id === struck.site?.node)?.entry ?? graph.entries[0]?.id
  const start = graph.nodes.find((node) => node.kind === 'start' && node.entry === entry)
  return start ? gapId(start.id, 'exit') : null
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
