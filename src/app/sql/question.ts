/** A question in SQL, with all that its answer depends on. */
import type { Run, Tables } from '#simulator'
import { knownAt } from '#simulator/known-rows.ts'
import { tablesAt } from '#simulator/tables.ts'
import { committedRows } from '../state/receipts.ts'

export interface SqlQuestion {
  readonly sql: string
  /** Committed rows: a transaction that is still open is nobody else's to see. */
  readonly tables: Tables
  /** What the engine's clock says, in milliseconds since 2030-01-01T00:00:00Z. */
  readonly nowMs: number
}

/** @param cursor counts past events */
export function questionAt(run: Run, cursor: number, sql: string): SqlQuestion {
  return {
    sql,
    tables: { ...committedRows(tablesAt(run, cursor)), ...knownAt(run, cursor) },
    nowMs: run.trace[cursor - 1]?.atMs ?? 0,
  }
}
