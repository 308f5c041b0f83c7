/** What of the tables is shown, and how a value reads. */
import type { Json } from '#engine'
import type { Run } from '#simulator'
import type { TableState } from '#simulator/tables.ts'

export interface ShownTables {
  /** With rows, or with rows that a rollback has just taken away. */
  readonly filled: readonly TableState[]
  readonly empty: readonly TableState[]
}

/**
 * Splits tables into those worth a table and those worth a word. The shop's own are always named; the engine's and
 * Stripe's only where this run ever writes to them.
 */
export function split(tables: readonly TableState[]): ShownTables {
  const isFilled = (table: TableState) =>
    table.rows.length > 0 || (table.justChanged && table.rolledBackAt !== null)
  return {
    filled: tables.filter(isFilled).toSorted((one, other) => rank(one) - rank(other)),
    empty: tables.filter(
      (table) => !isFilled(table) && (table.columns.length > 0 || !table.name.includes('.')),
    ),
  }
}

/** What a run is about: these keep their places, so that the eye finds them while stepping. */
const lasting = ['orders', 'inventory', 'engine.workflow', 'engine.step_checkpoint']

/** Others that just changed come first, so that they are seen, and last afterwards. */
function rank({ name, justChanged }: TableState): number {
  const place = lasting.indexOf(name)
  return place >= 0 ? place : justChanged ? -1 : lasting.length
}

/**
 * Columns, by `table.column`, that tell nothing in this run and take room: one value throughout, null or another.
 * What names a row or points at one stays, and so does what a run is asked about.
 */
export function silentColumns(run: Run): ReadonlySet<string> {
  const known = new Map<string, string>()
  const speaking = new Set<string>()
  const note = (table: string, row: { readonly [column: string]: Json } | null) => {
    for (const [position, [name, value]] of Object.entries(row ?? {}).entries()) {
      const column = `${table}.${name}`
      const text = JSON.stringify(value)
      const isTelling =
        name !== 'workflow_id' && (position === 0 || /(?:^|_)(?:id|key|status)$|^stock$/.test(name))
      if ((isTelling && value !== null) || (known.get(column) ?? text) !== text) speaking.add(column)
      known.set(column, text)
    }
  }
  for (const [table, rows] of Object.entries(run.initialTables)) for (const row of rows) note(table, row)
  for (const event of run.trace)
    for (const change of event.changes) {
      note(change.table, change.before)
      note(change.table, change.after)
    }
  return new Set([...known.keys()].filter((column) => !speaking.has(column)))
}

/** Columns that only keep the books: order, times, counts. Left out until asked for. */
export function isBookkeeping(column: string): boolean {
  return /_at$|^(?:position|deadline|inbox|recoveries)$/.test(column)
}

/** Longest text of a cell, in characters; the whole value is its title. */
const longest = 20

/** `mug`, `1`, `{"id":"cs_1"}`, `null`, `00:30:10.04` for a time of the run's first day; cut where it is long. */
export function cellText(value: Json | undefined): string {
  const text = fullText(value).replace(/^2030-01-01T(\d\d:\d\d:\d\d(?:\.\d+)?)(?:\+00:00|Z)$/, '$1')
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

/** The whole value as text. */
export function fullText(value: Json | undefined): string {
  if (value === undefined || value === null) return 'null'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Whether a column's values are numbers, to be set flush right. */
export function isNumeric(table: TableState, column: number): boolean {
  const values = table.rows.map((row) => row.cells[column]?.value).filter((value) => value != null)
  return values.length > 0 && values.every((value) => typeof value === 'number')
}
