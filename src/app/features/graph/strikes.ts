/** Where each fault of the plan that fired is drawn in the graph, and what is said there. */
import { isOperation, type Graph } from '#program/graph.ts'
import { formatPoint, type Fault, type Run, type TraceEvent } from '#simulator'
import type { FaultKindLooks } from '#simulator/faults/definition.ts'
import { definitionOf } from '#simulator/faults/registry.ts'
import { isServerOperation, labelOf, nodeOf, type NodeHistory } from './executions.ts'
import { gapId } from './node-story.ts'
import { takenEdges } from './paths.ts'

/** A fault of the plan, at its gap. */
export interface Cut {
  /** Id of the gap; of a node, where the fault befalls what comes to the node. */
  readonly gap: string
  /** Index of its fault event. */
  readonly event: number
  /** `A died`, `A froze`, `answer lost`. */
  readonly struck: string
  /** The same before it has happened: `A will die`. */
  readonly ahead: string
  /** The edges that the work it befell goes on by, when somebody takes it up again. */
  readonly ways: ReadonlySet<string>
  readonly sign: FaultKindLooks['sign']
}

/** By the node that a gap belongs to, for what comes to it. */
export function arrivalId(node: string): string {
  return `${node}|arrival`
}

export function cutsOf(run: Run, graph: Graph, history: ReadonlyMap<string, NodeHistory>): readonly Cut[] {
  return run.faults.flatMap((outcome, position) => {
    const fault = run.input.plan[position]
    const struck = outcome.fired ? run.trace[outcome.event - 1] : undefined
    if (fault === undefined || struck === undefined) return []
    const victim = victimOf(fault, struck, run)
    const gap = isMessage(fault) ? arrivalOf(fault, graph) : gapOf(fault, struck, victim, run, graph, history)
    return gap === null
      ? []
      : [
          {
            gap,
            event: struck.index,
            sign: definitionOf(fault.kind).looks.sign,
            ways: waysOf(struck, run, graph),
            ...wordsOf(fault, victim),
          },
        ]
  })
}

/**
 * Where a fault would be drawn that is not in the run: one that is aimed, or that waits for its answer. Null if this
 * run does not come to its point.
 */
export function cutAhead(
  fault: Fault,
  run: Run,
  graph: Graph,
  history: ReadonlyMap<string, NodeHistory>,
): Cut | null {
  const point = formatPoint(fault.point)
  const event = run.trace.find((one) => one.point === point && one.what.kind !== 'fault')
  if (event === undefined) return null
  // A fault's own event comes before what it prevents, and after what it follows.
  const isBefore = definitionOf(fault.kind).looks.ahead === 'before'
  const struck = isBefore ? event : { ...event, index: event.index + 0.5 }
  const victim = 'target' in fault && fault.target !== undefined ? fault.target : nameOf(event)
  const gap = isMessage(fault) ? arrivalOf(fault, graph) : gapOf(fault, struck, victim, run, graph, history)
  if (gap === null) return null
  return {
    gap,
    event: event.index,
    sign: definitionOf(fault.kind).looks.sign,
    ways: waysOf(event, run, graph),
    ...wordsOf(fault, victim),
  }
}

/** Another customer's checkout may have left the same node by another edge. */
function waysOf({ subject }: TraceEvent, run: Run, graph: Graph): ReadonlySet<string> {
  const trace = subject === null ? run.trace : run.trace.filter((event) => event.subject === subject)
  return new Set(takenEdges({ ...run, trace }, graph).keys())
}

/** The server that a fault befalls: the one at the operation, unless another dies or freezes of it. */
function victimOf(fault: Fault, struck: TraceEvent, run: Run): string {
  const next = run.trace[struck.index]
  return 'target' in fault && next?.what.kind === 'process' ? nameOf(next) : nameOf(struck)
}

function wordsOf(fault: Fault, victim: string): Pick<Cut, 'struck' | 'ahead'> {
  if ('target' in fault && fault.target === 'postgres')
    return { struck: 'Postgres restarted', ahead: 'Postgres will restart' }
  const { family, words } = definitionOf(fault.kind)
  if (words.cut !== undefined) return words.cut(victim)
  const mark = words.mark(fault)
  const whose = { server: `${victim}: `, database: '', service: '', network: `${messageWord(fault)} ` }
  return { struck: `${whose[family]}${mark}`, ahead: `${whose[family]}${mark}` }
}

function messageWord({ point }: Fault): string {
  return point.label.slice(0, point.label.indexOf(':')).replace('response', 'answer')
}

function isMessage({ kind }: Fault): boolean {
  return definitionOf(kind).family === 'network'
}

/** A webhook comes to its handler, or to the step that waits for its news; a request to the first entry. */
function arrivalOf({ point }: Fault, graph: Graph): string | null {
  const isWebhook = point.label.startsWith('webhook:')
  const handler = graph.entries.find(({ title }) => /webhook/i.test(title))
  const waits = graph.nodes.find((node) => isOperation(node) && node.kind === 'recv')
  if (isWebhook && handler === undefined) return waits ? arrivalId(waits.id) : null
  const entry = isWebhook ? handler : graph.entries[0]
  const first = graph.nodes.find((node) => node.entry === entry?.id && isOperation(node))
  return first ? arrivalId(first.id) : null
}

/** The gap after the operation that was struck, or after the last one before it. */
function gapOf(
  fault: Fault,
  struck: TraceEvent,
  victim: string,
  run: Run,
  graph: Graph,
  history: ReadonlyMap<string, NodeHistory>,
): string | null {
  const drawn = new Set(graph.nodes.map(({ id }) => id))
  const point = formatPoint(fault.point)
  const isHere = (event: TraceEvent) =>
    isServerOperation(event) &&
    (victim === '' || nameOf(event) === victim) &&
    drawn.has(nodeOf(event, run) ?? '')
  const isBefore = (event: TraceEvent) => event.index < struck.index && isHere(event)
  // What was done although the caller cannot know it is drawn after the operation, which the trace has after the fault.
  const done = definitionOf(fault.kind).looks.struck === 'after'
  const last =
    run.trace.findLast((event) => (done ? isHere(event) : isBefore(event)) && event.point === point) ??
    run.trace.findLast((event) => isBefore(event) && event.request === struck.request) ??
    // Who has done nothing that is drawn strikes where the work stands.
    (drawn.has(struck.site?.node ?? '') ? undefined : latestOfAnybody(struck, run, drawn))
  const node = last && nodeOf(last, run)
  if (last === undefined || node == null) return startOfEntry(graph, struck)
  const isExit = history
    .get(node)
    ?.executions.some(({ operations, fate }) => fate.kind === 'done' && operations.at(-1) === last)
  return gapId(node, isExit === true ? 'exit' : labelOf(last))
}

function latestOfAnybody(
  { index, subject }: TraceEvent,
  run: Run,
  drawn: ReadonlySet<string>,
): TraceEvent | undefined {
  return run.trace.findLast(
    (event) =>
      event.index < index &&
      isServerOperation(event) &&
      (subject === null || event.subject === subject) &&
      drawn.has(nodeOf(event, run) ?? ''),
  )
}

/** What strikes before the first operation of an entry is drawn behind its start. */
function startOfEntry(graph: Graph, struck: TraceEvent): string | null {
  const entry = graph.nodes.find(({ id }) => id === struck.site?.node)?.entry ?? graph.entries[0]?.id
  const start = graph.nodes.find((node) => node.kind === 'start' && node.entry === entry)
  return start ? gapId(start.id, 'exit') : null
}

function nameOf({ actor }: TraceEvent): string {
  return actor.role === 'server' ? actor.name : ''
}
