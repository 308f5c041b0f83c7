/** What took effect in a run: each transaction that committed, each statement, call or payment that changed rows. */
import type { Json } from '#engine'
import type { JsonRow, RowChange, Run, TraceEvent } from '#simulator'

export interface Deed {
  /** Index of the event that made it take effect: the commit, or the statement or call itself. */
  readonly event: number
  /** `reserveInventory`; `stripe.checkout.sessions.create`; `pay`. */
  readonly name: string
  /** All of its events, the commit last. */
  readonly events: readonly TraceEvent[]
  readonly changes: readonly RowChange[]
  /** Ids of the orders that it is about. */
  readonly orders: readonly string[]
}

const known = new WeakMap<Run, readonly Deed[]>()

/** All of a run's, in the order in which they took effect; read off once. */
export function deedsOf(run: Run): readonly Deed[] {
  const before = known.get(run)
  if (before !== undefined) return before
  const deeds = readDeeds(run)
  known.set(run, deeds)
  return deeds
}

function readDeeds(run: Run): readonly Deed[] {
  const ids = orderIds(run)
  const open = new Map<string, TraceEvent[]>()
  const deeds: Deed[] = []
  const add = (events: readonly TraceEvent[], label: string) => {
    const last = events.at(-1)
    const changes = events.flatMap((event) => event.changes)
    if (last === undefined || changes.length === 0) return
    deeds.push({ event: last.index, name: nameIn(label), events, changes, orders: ordersIn(events, ids) })
  }
  for (const event of run.trace) {
    const { what } = event
    if (what.kind === 'begin') open.set(what.transaction, [event])
    else if (what.kind === 'statement' && what.transaction !== null) open.get(what.transaction)?.push(event)
    else if (what.kind === 'rollback') open.delete(what.transaction)
    else if (what.kind === 'commit') add([...(open.get(what.transaction) ?? []), event], what.label)
    else add([event], 'label' in what ? what.label : labelOf(event))
  }
  return deeds
}

/** Ids of all orders that there ever were, in their order. */
export function orderIds(run: Run): readonly string[] {
  const ids = run.trace.flatMap(({ changes }) =>
    changes.flatMap(({ table, key, before }) => (table === 'orders' && before === null ? [key] : [])),
  )
  return [...new Set(ids)]
}

/** Orders that these events change rows of, or name in their statements and calls. */
export function ordersIn(events: readonly TraceEvent[], ids: readonly string[]): readonly string[] {
  const named = new Set<Json | undefined>()
  for (const { changes, what } of events) {
    for (const { table, key, before, after } of changes) {
      if (table === 'orders') named.add(key)
      named.add((after ?? before)?.['order_id'])
    }
    if (what.kind === 'statement') for (const value of what.values) named.add(value)
    if (what.kind === 'stripe-call') named.add(what.parameters['client_reference_id'])
  }
  return ids.filter((id) => named.has(id))
}

/** What it changed in the shop or at Stripe, without the engine's own book-keeping. */
export function effectsOf({ changes }: Deed): readonly RowChange[] {
  return changes.filter(({ table }) => !/^(engine|history)\./.test(table) && table !== 'stripe.events')
}

export function changesTable(deed: Deed, table: string): boolean {
  return deed.changes.some((change) => change.table === table)
}

/** The row that it added to a table. */
export function added(deed: Deed, table: string): JsonRow | undefined {
  return deed.changes.find((change) => change.table === table && change.before === null)?.after ?? undefined
}

/** `reserveInventory` of `commit:reserveInventory` and of `reserveInventory.takeStock`. */
function nameIn(label: string): string {
  if (label.startsWith('stripe.')) return label
  return label.slice(label.indexOf(':') + 1).replace(/\..*$/, '')
}

/** What a customer or Stripe does by itself has no label: its point has. */
function labelOf({ point, what }: TraceEvent): string {
  return point?.replace(/^[a-z]+\//, '').replace(/(@[^#]*)?#\d+$/, '') ?? what.kind
}
