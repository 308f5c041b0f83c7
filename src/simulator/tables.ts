/**
 * The rows of every table at a cursor: what is committed, what is not yet, and what just changed.
 *
 * Rows are rebuilt by folding the changes of the events that have happened. A transaction's changes are pending
 * until its commit, and gone when it rolls back or its server dies.
 */
import type { Json } from '#engine'
import type { Run } from './run.ts'
import type { JsonRow, RowChange, TraceEvent } from './trace.ts'

export interface TableState {
  /** As in the trace: `orders`, `engine.workflow`, `stripe.sessions`. */
  readonly name: string
  /** As shown: without the engine's schema. */
  readonly title: string
  /** The same at every cursor of a run, so that nothing moves while scrubbing. */
  readonly columns: readonly string[]
  readonly rows: readonly RowState[]
  /** True where the latest change before the cursor, or its transaction, touched this table. */
  readonly justChanged: boolean
  /** Index of the event that rolled back this table's latest changes; null where they stand. */
  readonly rolledBackAt: number | null
}

export interface RowState {
  readonly key: string
  /** Pending: in an open transaction, not committed. */
  readonly status: 'committed' | 'pending'
  /** What the table's latest change did with the row; null where it left it alone. */
  readonly change: 'inserted' | 'updated' | 'deleted' | null
  /** By column, in the order of the table's columns. */
  readonly cells: readonly CellState[]
}

export interface CellState {
  readonly column: string
  readonly value: Json | undefined
  /** The value before the table's latest change; absent where the cell did not change. */
  readonly before?: Json | undefined
  readonly changed: boolean
}

/** Tables in the order of the run, those that just changed first, empty ones last. `cursor` counts past events. */
export function tablesAt(run: Run, cursor: number): readonly TableState[] {
  const columns = columnsOf(run)
  const state = new Fold(run)
  for (const event of run.trace.slice(0, cursor)) state.apply(event)
  const tables = [...columns].map(([name, names]) => state.table(name, names))
  const rank = (table: TableState) => (table.justChanged ? 0 : table.rows.length > 0 ? 1 : 2)
  return tables.toSorted((one, other) => rank(one) - rank(other))
}

/** A table's name without the engine's schema; Stripe's ledger keeps its own. */
export function tableTitle(name: string): string {
  return name.startsWith('stripe.') ? name : name.slice(name.lastIndexOf('.') + 1)
}

interface StoredRow {
  /** Null until a change names it: the rows before the first event come without keys. */
  key: string | null
  values: JsonRow
}

interface Mark {
  /** The transaction, or the single event, to which the latest change belongs. */
  group: string
  /** Rows as they were before the group, by key; null for an inserted row. */
  before: Map<string, JsonRow | null>
  rolledBackAt: number | null
}

class Fold {
  readonly #rows = new Map<string, StoredRow[]>()
  readonly #marks = new Map<string, Mark>()
  /** Changes of open transactions, by transaction. */
  readonly #open = new Map<string, { server: string; changes: RowChange[] }>()
  #latest: string | null = null

  constructor(run: Run) {
    for (const [table, rows] of Object.entries(run.initialTables))
      this.#rows.set(
        table,
        rows.map((values) => ({ key: null, values })),
      )
  }

  apply(event: TraceEvent): void {
    const { what } = event
    switch (what.kind) {
      case 'begin':
        this.#open.set(what.transaction, { server: serverOf(event), changes: [] })
        return
      case 'commit':
        this.#open.delete(what.transaction)
        this.#change(event, `transaction ${what.transaction}`)
        return
      case 'rollback':
        this.#rollBack(what.transaction, event.index)
        return
      case 'process':
        if (what.change !== 'crashed') return
        for (const [transaction, { server }] of this.#open)
          if (server === serverOf(event)) this.#rollBack(transaction, event.index)
        return
      default: {
        const transaction = what.kind === 'statement' ? what.transaction : null
        if (transaction !== null) {
          const open = this.#open.get(transaction) ?? { server: serverOf(event), changes: [] }
          open.changes.push(...event.changes)
          this.#open.set(transaction, open)
        }
        this.#change(event, transaction === null ? `event ${event.index}` : `transaction ${transaction}`)
      }
    }
  }

  table(name: string, columns: readonly string[]): TableState {
    const mark = this.#marks.get(name)
    const pending = this.#pendingKeys(name)
    const stored = this.#rows.get(name) ?? []
    const rows = stored.map((row, at) => rowState(row, `row ${at}`, columns, mark, pending))
    for (const [key, before] of mark?.before ?? [])
      if (before && pending.has(key) && !stored.some((row) => row.key === key))
        rows.push(deletedRow(key, before, columns))
    return {
      name,
      title: tableTitle(name),
      columns,
      rows,
      justChanged: mark !== undefined && mark.group === this.#latest,
      rolledBackAt: mark?.rolledBackAt ?? null,
    }
  }

  #pendingKeys(table: string): ReadonlySet<string> {
    const changes = [...this.#open.values()].flatMap((open) => open.changes)
    return new Set(changes.filter((change) => change.table === table).map((change) => change.key))
  }

  #change(event: TraceEvent, group: string): void {
    for (const change of event.changes) {
      const mark = this.#marks.get(change.table)
      const current = mark?.group === group ? mark : { group, before: new Map(), rolledBackAt: null }
      if (!current.before.has(change.key)) current.before.set(change.key, change.before)
      this.#marks.set(change.table, current)
      this.#latest = group
      this.#put(change.table, change.key, change.before, change.after)
    }
  }

  #rollBack(transaction: string, eventIndex: number): void {
    const open = this.#open.get(transaction)
    if (!open) return
    this.#open.delete(transaction)
    for (const change of open.changes.toReversed()) {
      this.#put(change.table, change.key, change.after, change.before)
      const mark = this.#marks.get(change.table)
      if (mark) this.#marks.set(change.table, { ...mark, before: new Map(), rolledBackAt: eventIndex })
    }
  }

  #put(table: string, key: string, before: JsonRow | null, after: JsonRow | null): void {
    const rows = this.#rows.get(table) ?? []
    this.#rows.set(table, rows)
    const named = rows.findIndex((row) => row.key === key)
    const at =
      named >= 0 || before === null
        ? named
        : rows.findIndex((row) => row.key === null && sameRow(row.values, before))
    if (after === null) {
      if (at >= 0) rows.splice(at, 1)
    } else if (at >= 0) rows[at] = { key, values: after }
    else rows.push({ key, values: after })
  }
}

function serverOf(event: TraceEvent): string {
  return event.actor.role === 'server' ? event.actor.name : event.actor.role
}

function rowState(
  row: StoredRow,
  fallbackKey: string,
  columns: readonly string[],
  mark: Mark | undefined,
  pending: ReadonlySet<string>,
): RowState {
  const key = row.key ?? fallbackKey
  const before = row.key === null ? undefined : mark?.before.get(row.key)
  const cells = columns.map((column): CellState => {
    const value = row.values[column]
    const changed = before ? !sameJson(before[column], value) : before === null
    return before && changed ? { column, value, before: before[column], changed } : { column, value, changed }
  })
  const updated = before != null && cells.some((cell) => cell.changed)
  return {
    key,
    status: pending.has(key) ? 'pending' : 'committed',
    change: before === null ? 'inserted' : updated ? 'updated' : null,
    cells,
  }
}

function deletedRow(key: string, before: JsonRow, columns: readonly string[]): RowState {
  const cells = columns.map((column): CellState => ({ column, value: before[column], changed: true }))
  return { key, status: 'pending', change: 'deleted', cells }
}

/** Columns of every table that the run ever shows, in the order in which they first appear. */
function columnsOf(run: Run): ReadonlyMap<string, readonly string[]> {
  const columns = new Map<string, Set<string>>()
  const note = (table: string, row: JsonRow | null) => {
    const names = columns.get(table) ?? new Set()
    columns.set(table, names)
    for (const column of Object.keys(row ?? {})) names.add(column)
  }
  for (const tables of [run.initialTables, run.tables])
    for (const [table, rows] of Object.entries(tables)) {
      note(table, null)
      for (const row of rows) note(table, row)
    }
  for (const event of run.trace)
    for (const change of event.changes) note(change.table, change.after ?? change.before)
  return new Map([...columns].map(([table, names]) => [table, [...names]]))
}

function sameRow(one: JsonRow, other: JsonRow): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].every((name) => sameJson(one[name], other[name]))
}

/** Rows hold plain data with keys in one order, so their text compares them. */
function sameJson(one: Json | undefined, other: Json | undefined): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}
