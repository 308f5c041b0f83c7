/** Fills a database with the rows that another one had: a run's tables as they were at one moment of it. */
import { readEmptyingSql, readTableShapes } from './database-state.ts'
import { shownName } from './capture.ts'
import type { Tables } from './trace.ts'
import type { WireSession } from './wire.ts'

export interface TableLoader {
  /** Columns of every table, by its name as the run has it. */
  readonly columns: { readonly [table: string]: readonly string[] }
  /**
   * Replaces all rows. Tables that are not named are empty.
   * @param nowMs What the engine's clock says, in milliseconds since 2030-01-01T00:00:00Z.
   */
  load(tables: Tables, nowMs: number): void
}

const findColumns = `
  select table_schema || '.' || table_name as name, json_agg(column_name order by ordinal_position) as columns
  from information_schema.columns group by 1`

/** @param wire a session with a database that has the schema and that belongs to nobody else */
export function createTableLoader(wire: WireSession): TableLoader {
  const shapes = readTableShapes(wire)
  const empty = readEmptyingSql(wire, shapes)
  const names = shapes.map(({ name }) => name)
  const columns = new Map(
    wire.run([findColumns]).rows.map((row) => [String(row['name']), row['columns'] as readonly string[]]),
  )
  const fill = fillingSql(names)
  return {
    columns: Object.fromEntries(names.map((name) => [shownName(name), columns.get(name) ?? []])),
    load(tables, nowMs) {
      wire.run([empty], [fill, [tables, nowMs]])
    },
  }
}

/** One statement, as for emptying: foreign keys are checked at its end. Rows bring their generated keys with them. */
function fillingSql(names: readonly string[]): string {
  const inserts = names.map((name, index) => {
    const rows = `jsonb_populate_recordset(null::${name}, $1::jsonb -> '${shownName(name)}')`
    return `filled_${index} as (insert into ${name} overriding system value select * from ${rows})`
  })
  return `with ${inserts.join(', ')} select setval('engine.clock', $2, true)`
}
