/**
 * The way from the tables of any earlier version of the engine to the present ones (S1).
 *
 * A migration takes nothing away that executors of an earlier version use, so they may continue after it. But they know
 * nothing of what is new: a workflow that one of them ends has no time of its end, and is never pruned (L3). They tell no
 * parent, and ask for no version and no cancellation: use these (E14 to E16) when the last of them is gone.
 */
import { DatabaseError, type Database, type Session } from './environment.ts'
import { SchemaVersionError } from './errors.ts'
import { engineSchemaSql, schemaVersion } from './schema.ts'

/** For each version from 1 on, the statements that lead from it to the next. Each does no harm where it has been run. */
const migrations: readonly (readonly string[])[] = [
  [
    `alter table engine.workflow add column if not exists last_error jsonb, add column if not exists awaits text[]`,
    `alter table engine.step_checkpoint add column if not exists settled integer`,
    // M1: a sender's key that begins with # has one more from here on, so that its repetition is still known.
    `
update engine.message m set key = '#' || key
where key like '#%' and key <> '#' || number
  and not exists (
    select from engine.message other where other.workflow_id = m.workflow_id and other.key = '#' || m.key)`,
  ],
  [
    `
alter table engine.workflow
  add column if not exists version text,
  add column if not exists parent text,
  add column if not exists is_cancelled boolean not null default false,
  add column if not exists ended_at timestamptz`,
    `
alter table engine.workflow
  drop constraint if exists workflow_status_check,
  add constraint workflow_status_check check (status in
    ('expected', 'queued', 'running', 'sleeping', 'blocked', 'succeeded', 'failed', 'cancelled', 'exhausted'))`,
    `create index if not exists workflow_parent on engine.workflow (parent) where parent is not null`,
    // The last time that is known of them.
    `
update engine.workflow set ended_at = coalesce(claimed_at, created_at)
where status in ('succeeded', 'failed', 'cancelled', 'exhausted') and ended_at is null`,
  ],
]

/**
 * Makes the engine's tables, or brings those of an earlier version to the present one (S1). Where they are that already
 * it changes nothing. Any number of processes may call it at once: one does the work, and the others wait for it. Where
 * there is work, engines on this database wait too, until all is committed.
 *
 * @param database for tables of many millions of rows, one that gives its statements more time than a lease allows (D3)
 * @returns the version that the tables have now
 * @throws {SchemaVersionError} where the tables are of a later version than this code
 * @throws {DatabaseError} as any statement; then nothing has changed, or the answer to a commit was lost: call it again
 * @example await migrate(createPgDatabase(pool, { statementTimeoutMs: 600_000 }))
 */
export async function migrate(database: Database): Promise<number> {
  const transaction = await database.begin({ label: 'migrate' })
  try {
    await run(
      transaction,
      `select pg_advisory_xact_lock(hashtextextended('the tables of the durable-execution engine', 0))`,
    )
    const found = await readVersion(transaction)
    if (found > schemaVersion) throw new SchemaVersionError(found, schemaVersion)
    if (found === 0) await run(transaction, inOneStatement(engineSchemaSql))
    else if (found < schemaVersion) {
      for (const text of migrations.slice(found - 1).flat()) await run(transaction, text)
      await run(
        transaction,
        `create or replace function engine.schema_version() returns integer language sql immutable as $$ select ${schemaVersion} $$`,
      )
    }
    await transaction.commit()
    return schemaVersion
  } catch (error) {
    await transaction.rollback()
    throw error
  }
}

/** @returns 0 where there are no tables */
async function readVersion(session: Session): Promise<number> {
  const [found = {}] = await run(
    session,
    `
select to_regclass('engine.workflow') is not null as has_tables,
  to_regprocedure('engine.schema_version()') is not null as has_version,
  exists (select from pg_attribute where attrelid = to_regclass('engine.workflow') and attname = 'awaits') as has_awaits`,
  )
  if (found['has_tables'] !== true) return 0
  // Versions 1 and 2 do not say what they are.
  if (found['has_version'] !== true) return found['has_awaits'] === true ? 2 : 1
  const [row] = await run(session, 'select engine.schema_version() as version')
  return Number(row?.['version'])
}

/** A session runs one statement at a time, and PostgreSQL takes a block of several for one. */
function inOneStatement(script: string): string {
  return `do $script$ begin ${script} end $script$`
}

function run(session: Session, text: string) {
  return session.query({ label: 'migrate', text, values: [] })
}

/** An undefined column, table or schema. */
const missing = ['42703', '42P01', '3F000']

/**
 * S1: what an error of one of the engine's own statements means, where it means that the tables are not of this
 * version. @returns a SchemaVersionError with the error as its cause, or the error itself
 */
export function explainSchemaError(error: unknown): unknown {
  return error instanceof DatabaseError && missing.includes(error.sqlState)
    ? new SchemaVersionError(null, schemaVersion, { cause: error })
    : error
}
