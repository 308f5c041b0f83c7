/** Groups a run's events by the node that asked for them, and a node's events by the times it was run. */
import type { Run, TraceEvent } from '#simulator'

/** One time that one server ran a node. */
export interface Execution {
  /** `A`. */
  readonly server: string
  /** The step's number; null outside of a workflow. */
  readonly step: string | null
  /** All its events, the step's begin included, in order. */
  readonly events: readonly TraceEvent[]
  /** The operations among them. Never empty. */
  readonly operations: readonly TraceEvent[]
  readonly fate: Fate
}

/** How an execution ended. `at` is the index of the event that decided it. */
export type Fate =
  | { readonly kind: 'done'; readonly at: number }
  /** Its transaction was rolled back, by a crash, by its own code, or because a statement was refused. */
  | { readonly kind: 'rolled-back'; readonly at: number; readonly crashed: boolean }
  /** Postgres refused it before it had begun. */
  | { readonly kind: 'refused'; readonly at: number }
  /** Its server died before it was recorded, outside of a transaction. */
  | { readonly kind: 'cut'; readonly at: number }
  /** The run ends before it does. */
  | { readonly kind: 'unfinished' }

/** A step taken from its checkpoint. */
export interface Replay {
  readonly server: string
  readonly step: string
  readonly at: number
}

export interface NodeHistory {
  readonly executions: readonly Execution[]
  readonly replays: readonly Replay[]
}

/** Whether a fault can be placed at an event: an operation of a server. */
export function isServerOperation(event: TraceEvent): boolean {
  return event.point !== null && event.point.startsWith('server/') && event.what.kind !== 'fault'
}

/** The operation's name, `commit:reserveInventory` of `server/commit:reserveInventory#2`; else what the event says. */
export function labelOf(event: TraceEvent): string {
  if (event.point !== null) return event.point.replace(/^\w+\//, '').replace(/(@[^#]*)?#\d+$/, '')
  return 'label' in event.what ? event.what.label : ''
}

/** What happened at each node in the whole run, by node id. */
export function historyOf(run: Run): ReadonlyMap<string, NodeHistory> {
  const nodes = new Map<string, { groups: TraceEvent[][]; replays: Replay[] }>()
  for (const event of run.trace) {
    const id = nodeOf(event, run)
    if (id === null || !belongs(event)) continue
    const node = nodes.get(id) ?? { groups: [], replays: [] }
    nodes.set(id, node)
    if (event.what.kind === 'step' && event.what.progress === 'replayed')
      node.replays.push({ server: serverOf(event), step: event.what.step, at: event.index })
    else place(node.groups, event)
  }
  const ends = endsOf(run)
  return new Map(
    [...nodes].map(([id, { groups, replays }]) => [
      id,
      withFound(
        groups.map((group) => executionOf(group, ends)).filter((one) => one !== null),
        replays,
      ),
    ]),
  )
}

/** Who looks for the checkpoint of a commit that was not heard of, and finds it, runs nothing: it is reused. */
function withFound(executions: readonly Execution[], replays: readonly Replay[]): NodeHistory {
  const found = executions.filter(({ operations }) => operations.some(findsCheckpoint))
  return {
    executions: executions.filter((execution) => !found.includes(execution)),
    replays: [
      ...replays,
      ...found.map(({ server, step, operations }) => ({
        server,
        step: step ?? '',
        at: operations.at(-1)?.index ?? 0,
      })),
    ].toSorted((one, other) => one.at - other.at),
  }
}

function findsCheckpoint({ what }: TraceEvent): boolean {
  return what.kind === 'statement' && what.label.startsWith('lookup:') && what.rows[0]?.['is_stored'] === true
}

/** The node that asked for an event; an executor puts a workflow to sleep on behalf of the step that waits. */
export function nodeOf(event: TraceEvent, run: Run): string | null {
  if (!isServerOperation(event)) return event.site?.node ?? null
  // The end of a workflow is recorded by its executor, after whatever came last.
  if (labelOf(event).startsWith('finish:')) return null
  if (!labelOf(event).startsWith('sleep:')) return event.site?.node ?? null
  const waiting = run.trace.findLast(
    (earlier) =>
      earlier.index < event.index && earlier.what.kind === 'step' && serverOf(earlier) === serverOf(event),
  )
  return waiting?.site?.node ?? null
}

/** Faults and crashes carry the place of the code that they struck; they are told apart from what it did. */
function belongs(event: TraceEvent): boolean {
  switch (event.what.kind) {
    case 'statement':
    case 'begin':
    case 'commit':
    case 'rollback':
    case 'stripe-call':
    case 'step':
      return event.actor.role === 'server' || event.what.kind === 'rollback'
    case 'no-answer':
      return event.actor.role === 'server'
    case 'sent':
      return isServerOperation(event)
    case 'arrived':
    case 'customer':
    case 'stripe':
    case 'workflow':
    case 'process':
    case 'fault':
    case 'violated':
    case 'asked':
    case 'restored':
    case 'settling':
    case 'ended':
      return false
  }
}

/** A new time begins with another server, request or step, or where an operation comes again. */
function place(groups: TraceEvent[][], event: TraceEvent): void {
  const current = groups.findLast(
    (group) => group[0] && group[0].request === event.request && sameServer(group[0], event),
  )
  const isStart = event.what.kind === 'step' || current === undefined
  const repeats = current?.some(
    (earlier) =>
      isServerOperation(event) && isServerOperation(earlier) && labelOf(earlier) === labelOf(event),
  )
  if (isStart || repeats === true) groups.push([event])
  else current.push(event)
}

function sameServer(one: TraceEvent, other: TraceEvent): boolean {
  return other.what.kind === 'rollback' || serverOf(one) === serverOf(other)
}

interface Ends {
  /** Index of the event that ended each transaction, and how. */
  readonly transactions: ReadonlyMap<string, { readonly at: number; readonly committed: boolean }>
  /** Crashes, in order. */
  readonly crashes: readonly { readonly server: string; readonly at: number }[]
}

function endsOf(run: Run): Ends {
  const transactions = new Map<string, { at: number; committed: boolean }>()
  const crashes: { server: string; at: number }[] = []
  for (const event of run.trace) {
    const { what } = event
    if (what.kind === 'commit' || what.kind === 'rollback')
      transactions.set(what.transaction, { at: event.index, committed: what.kind === 'commit' })
    if (what.kind === 'process' && what.change === 'crashed')
      crashes.push({ server: serverOf(event), at: event.index })
  }
  return { transactions, crashes }
}

function executionOf(events: readonly TraceEvent[], ends: Ends): Execution | null {
  const operations = events.filter(isServerOperation)
  const [first] = operations
  const last = operations.at(-1)
  if (first === undefined || last === undefined) return null
  const begun = events.find((event) => event.what.kind === 'step')?.what
  return {
    server: serverOf(first),
    step: begun?.kind === 'step' ? begun.step : null,
    events,
    operations,
    fate: fateOf(events, operations, last, ends),
  }
}

function fateOf(
  events: readonly TraceEvent[],
  operations: readonly TraceEvent[],
  last: TraceEvent,
  ends: Ends,
): Fate {
  const crash = ends.crashes.find(({ server, at }) => server === serverOf(last) && at > last.index)
  const transaction = events.map((event) => event.what).findLast((what) => what.kind === 'begin')?.transaction
  if (transaction !== undefined) {
    const end = ends.transactions.get(transaction)
    if (end?.committed === true) return { kind: 'done', at: end.at }
    const crashed = crash !== undefined && (end === undefined || crash.at <= end.at)
    if (crashed) return { kind: 'rolled-back', at: crash.at, crashed }
    return end === undefined ? { kind: 'unfinished' } : { kind: 'rolled-back', at: end.at, crashed: false }
  }
  if (isRefused(last)) return { kind: 'refused', at: last.index }
  // A step outside a transaction is over with its checkpoint; whatever else is, with its last operation.
  const call = events.map((event) => event.what).find((what) => what.kind === 'step')?.call
  const recorded = operations.some((event) => labelOf(event).startsWith('checkpoint:'))
  if (call !== 'step' || recorded) return { kind: 'done', at: last.index }
  return crash === undefined ? { kind: 'unfinished' } : { kind: 'cut', at: crash.at }
}

/** Whether Postgres would not do it. */
export function isRefused({ what }: TraceEvent): boolean {
  return what.kind === 'statement' && what.error !== null
}

/** Whether it was done, or may have been, and whoever asked for it hears nothing of it. */
export function isUnheard(event: TraceEvent, events: readonly TraceEvent[]): boolean {
  if (event.what.kind === 'stripe-call') return event.what.lost !== null && event.what.lost !== 'request'
  return events.some(({ what }) => what.kind === 'no-answer' && what.message === event.point)
}

function serverOf(event: TraceEvent): string {
  return event.actor.role === 'server' ? event.actor.name : event.actor.role
}
