/**
 * Which operations of a run touch something in common. Two that do not can go in either order with the same outcome, so
 * only one order of them need be tried: a partial-order reduction.
 *
 * What an operation touches is known by the tables that its statements name, and for a call to a service by the object
 * and the idempotency key that it names. A transaction is one operation: nothing comes between its statements.
 */
import type { Run, TraceEvent } from '#simulator'
import { locksRows, readTables, writtenTables } from '#simulator/statement-tables.ts'

/** An operation of a server, or a whole transaction: what nothing else comes between. */
export interface Unit {
  /** Of its first operation. */
  readonly point: string
  /** The request or workflow that it belongs to. */
  readonly thread: string
  /** Events, in their order. */
  readonly events: readonly TraceEvent[]
  readonly reads: ReadonlySet<string>
  readonly writes: ReadonlySet<string>
}

export function unitsOf(run: Run): readonly Unit[] {
  const groups = new Map<string, TraceEvent[]>()
  for (const event of run.trace) {
    if (event.actor.role !== 'server' || event.point === null) continue
    const { what } = event
    if (what.kind === 'stripe-call') groups.set(event.point, [event])
    else if (what.kind === 'statement' || what.kind === 'begin' || what.kind === 'commit') {
      const key = what.transaction ?? event.point
      groups.set(key, [...(groups.get(key) ?? []), event])
    }
  }
  return [...groups.values()].flatMap((events) => unitOf(events) ?? [])
}

function unitOf(events: readonly TraceEvent[]): Unit | null {
  const [first] = events
  if (first === undefined || first.point === null) return null
  const reads = new Set<string>()
  const writes = new Set<string>()
  for (const { what } of events) {
    if (what.kind === 'statement') {
      for (const table of writtenTables(what.sql)) writes.add(table)
      for (const table of readTables(what.sql)) (locksRows(what.sql) ? writes : reads).add(table)
    } else if (what.kind === 'stripe-call')
      for (const object of objectsOf(what)) (what.method === 'GET' ? reads : writes).add(object)
  }
  return { point: first.point, thread: threadOf(first), events, reads, writes }
}

function threadOf({ request, actor, subject }: TraceEvent): string {
  return request ?? `${JSON.stringify(actor)} ${subject ?? ''}`
}

/**
 * The key that a call holds, and the object that its path names. Where it names none, the collection, and the object that
 * it made there: what a new object is called depends on how many there are.
 */
function objectsOf({
  idempotencyKey,
  path,
  response,
}: TraceEvent['what'] & { kind: 'stripe-call' }): readonly string[] {
  const [collection = ''] = path.split('?')
  // Names of objects have an underscore, names of collections and actions have none.
  const named = collection.split('/').find((part) => part.includes('_'))
  const made = typeof response === 'object' && response !== null && 'id' in response ? response.id : undefined
  const key = idempotencyKey === null ? undefined : `key ${idempotencyKey}`
  return [key, ...(named === undefined ? [collection, made] : [named])].filter(
    (name): name is string => typeof name === 'string',
  )
}

/** What two operations both touch, at least one of them by writing; empty if their order makes no difference. */
export function sharedBy(one: Unit, other: Unit): readonly string[] {
  const touched = [...one.writes].filter((name) => other.writes.has(name) || other.reads.has(name))
  return [...new Set([...touched, ...[...other.writes].filter((name) => one.reads.has(name))])]
}
