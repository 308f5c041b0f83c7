/**
 * Capture: which rows a statement changed, told by triggers as notices.
 *
 * A notice comes back with the statement's own answer and outlives a rollback; a table of changes would do neither.
 * Capture is on for runs that are looked at and off while exploring.
 */
import type { Json } from '#engine/environment.ts'
import type { JsonRow, RowChange } from './trace.ts'
import type { WireSession } from './wire.ts'

export interface Capture {
  /** The changes that a statement's notices tell of. */
  read(notices: readonly string[]): readonly RowChange[]
}

/** For runs that nobody looks at. */
export const noCapture: Capture = { read: () => [] }

const prefix = 'crashcart:'

/** The function behind every trigger. It belongs to no schema of the shop's, so that it is not seen as part of it. */
const functionSql = `
create schema if not exists capture;
create or replace function capture.tell() returns trigger language plpgsql as $$
begin
  raise notice '${prefix}%', json_build_object('table', tg_table_schema || '.' || tg_table_name,
    'before', case when tg_op <> 'INSERT' then row_to_json(old) end,
    'after', case when tg_op <> 'DELETE' then row_to_json(new) end);
  return null;
end $$;`

/** Puts a trigger on each table, or takes them off. */
export function setCapture(wire: WireSession, tables: readonly TableShape[], on: boolean): void {
  const statements = tables.map(({ name }) =>
    on
      ? `create or replace trigger capture after insert or update or delete on ${name} for each row execute function capture.tell();`
      : `drop trigger if exists capture on ${name};`,
  )
  wire.script(
    `${on ? functionSql : ''}${statements.join('\n')}${on ? 'set client_min_messages = notice;' : ''}`,
  )
}

/** A table, by qualified name, and its primary key's columns in order. */
export interface TableShape {
  readonly name: string
  readonly keyColumns: readonly string[]
}

export function createCapture(tables: readonly TableShape[]): Capture {
  const keys = new Map(tables.map(({ name, keyColumns }) => [name, keyColumns]))
  return {
    read(notices) {
      return notices
        .filter((notice) => notice.startsWith(prefix))
        .map((notice) => {
          const { table, before, after } = JSON.parse(notice.slice(prefix.length)) as {
            table: string
            before: JsonRow | null
            after: JsonRow | null
          }
          return {
            table: shownName(table),
            key: keyOf(keys.get(table) ?? [], after ?? before ?? {}),
            before,
            after,
          }
        })
        .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
    },
  }
}

/** The shop's tables by bare name, others as `schema.table`. */
export function shownName(table: string): string {
  return table.replace(/^public\./, '')
}

function keyOf(keyColumns: readonly string[], row: JsonRow): string {
  return keyColumns.map((column) => textOf(row[column])).join('/')
}

/** A key's value: text and numbers as they are. */
function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}
