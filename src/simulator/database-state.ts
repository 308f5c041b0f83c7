/** The state of the database between runs: found once, emptied and filled before each, read at its ends. */
import type { Scenario } from './scenario.ts'
import { shownName, type TableShape } from './capture.ts'
import type { Tables } from './trace.ts'
import type { WireSession, WireStatement } from './wire.ts'

export interface DatabaseState {
  readonly tables: readonly TableShape[]
  /** Empties all tables, restarts all sequences, and fills in what the scenario begins with. */
  reset(stock: number): void
  /** Committed rows of the tables of the shop and the engine, each ordered by its primary key. */
  snapshot(): Tables
  /** Gives back the space of deleted rows and of the log; a run is the same before and after. */
  vacuum(): void
}

/** Schemas whose rows are the world's own rather than the application's. */
const worldSchemas: ReadonlySet<string> = new Set(['run', 'stripe'])

const findTables = `
  select n.nspname || '.' || c.relname as name,
    array_to_json(array(select a.attname::text from pg_index i
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
      where i.indrelid = c.oid and i.indisprimary order by array_position(i.indkey::int2[], a.attnum))) as key
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'capture')
  order by 1`

const findSequences = `
  select n.nspname || '.' || c.relname as name, s.seqmin as first
  from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
  order by 1`

export function readDatabaseState(wire: WireSession, scenario: Scenario): DatabaseState {
  const tables = readTableShapes(wire)
  const empty = readEmptyingSql(wire, tables)
  const shown = tables.filter(({ name }) => !worldSchemas.has(name.split('.')[0] ?? ''))
  const snapshot = snapshotSql(shown)
  return {
    tables,
    reset(stock) {
      wire.run(['rollback'])
      wire.run([empty], ...scenario.seedSql.map(({ text, values }): WireStatement => [text, values(stock)]))
    },
    // Each column holds a table's rows.
    snapshot: () => wire.run([snapshot]).rows[0] as Tables,
    vacuum() {
      wire.script('vacuum')
      // Nobody else makes checkpoints here, and the log would grow for ever.
      wire.script('checkpoint')
    },
  }
}

/** All tables but those of Postgres and of capture, in the order of their names. */
export function readTableShapes(wire: WireSession): readonly TableShape[] {
  return wire
    .run([findTables])
    .rows.map((row) => ({ name: String(row['name']), keyColumns: row['key'] as readonly string[] }))
}

/**
 * One statement, which is planned once: foreign keys are checked at its end, so that the order of the tables does not
 * matter. Switching them off by `session_replication_role` would make Postgres throw away all of its plans, each time.
 */
export function readEmptyingSql(wire: WireSession, tables: readonly TableShape[]): string {
  const deletes = tables.map(({ name }, index) => `emptied_${index} as (delete from ${name})`)
  const restarts = wire
    .run([findSequences])
    .rows.map((row) => `setval('${String(row['name'])}', ${String(row['first'])}, false)`)
  return `with ${deletes.join(', ')} select ${restarts.join(', ')}`
}

/** One statement, one row: a column for each table, with its rows as a JSON array. */
function snapshotSql(tables: readonly TableShape[]): string {
  const columns = tables.map(({ name, keyColumns }) => {
    const order =
      keyColumns.length === 0 ? '' : ` order by ${keyColumns.map((column) => `t.${column}`).join(', ')}`
    return `(select coalesce(json_agg(row_to_json(t)${order}), '[]') from ${name} t) as "${shownName(name)}"`
  })
  return `select ${columns.join(', ')}`
}
