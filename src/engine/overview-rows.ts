/**
 * The statements of those who look at workflows from outside, or clean up after them. Each is one round trip, and reads
 * one snapshot.
 *
 * No index serves them: all three read engine.workflow in the order of its primary key, so that they cost the engine's
 * own statements nothing.
 */
import type { Statement } from './environment.ts'

/** Every status that a row can have, in the order in which a workflow passes through them. */
export const storedStatuses = [
  'expected',
  'queued',
  'running',
  'sleeping',
  // Its records do not fit the code of the executor that had it last: another try follows (E14).
  'blocked',
  'succeeded',
  'failed',
  'cancelled',
  'exhausted',
] as const

export type StoredStatus = (typeof storedStatuses)[number]

/** A time as a number of milliseconds since 1970. */
const ms = (time: string): string => `(extract(epoch from ${time}) * 1000)::float8`

/** The reverse of `ms`, of a parameter. */
const time = (parameter: string): string =>
  `timestamptz 'epoch' + ${parameter}::float8 * interval '1 millisecond'`

const summary = `w.id, w.name, w.status, w.version, w.parent, w.is_cancelled, w.executor, w.recoveries,
  ${ms('w.created_at')} as created_at_ms, ${ms('w.due_at')} as due_at_ms, ${ms('w.ended_at')} as ended_at_ms`

export interface ListInput {
  /** Only IDs that come after this one. Empty: all, since no ID is empty (G1). */
  readonly after: string
  /** Null: whatever their status is; so for each of the following. */
  readonly statuses: readonly StoredStatus[] | null
  readonly name: string | null
  readonly version: string | null
  readonly createdBeforeMs: number | null
  readonly createdAfterMs: number | null
  readonly limit: number
}

/**
 * L1: reads the first `limit` workflows after an ID, in the order of their IDs. Returns `id`, `name`, `status`,
 * `version`, `parent`, `is_cancelled`, `executor`, `recoveries`, `created_at_ms`, `due_at_ms`, `ended_at_ms`.
 */
export function listStatement(input: ListInput): Statement {
  const { after, statuses, name, version, createdBeforeMs, createdAfterMs, limit } = input
  return {
    label: 'list',
    isPrepared: true,
    text: `
select ${summary}
from engine.workflow w
where w.id > $1
  and ($2::text[] is null or w.status = any ($2::text[]))
  and ($3::text is null or w.name = $3::text)
  and ($4::text is null or w.version = $4::text)
  and ($5::float8 is null or w.created_at < ${time('$5')})
  and ($6::float8 is null or w.created_at >= ${time('$6')})
order by w.id
limit $7::int`,
    values: [after, statuses, name, version, createdBeforeMs, createdAfterMs, limit],
  }
}

/**
 * L2: reads all that is stored of a workflow. Returns a row as `listStatement` does, with `input`, `output`, `error`,
 * `last_error`, and as JSON `steps` (`step`, `name`, `output`, `error`, `is_waiting`, `deadline_ms`, `created_at_ms`),
 * `messages` (`number`, `topic`, `payload`, `consumed_by`, `created_at_ms`), `events` (`key`, `value`,
 * `created_at_ms`) and `children`; no row for an unknown workflow.
 */
export function inspectStatement(id: string): Statement {
  return {
    label: 'inspect',
    isPrepared: true,
    // Sub-selects of one statement have one snapshot; statements of their own would each have another.
    text: `
select ${summary}, w.input, w.output, w.error, w.last_error,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'step', c.step, 'name', c.name, 'output', c.output, 'error', c.error, 'is_waiting', c.deadline is not null,
      'deadline_ms', ${ms('c.deadline')}, 'created_at_ms', ${ms('c.created_at')})
    -- As numbers: as texts, step 10 would come before step 2.
    -- A patch has no number.
    order by c.epoch, c.created_at,
      case when c.step !~ '^patch:' then string_to_array(c.step, '.')::int[] end), '[]')
  from engine.step_checkpoint c where c.workflow_id = w.id) as steps,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'number', m.number, 'topic', m.topic, 'payload', m.payload, 'consumed_by', m.consumed_by,
      'created_at_ms', ${ms('m.created_at')})
    order by m.number), '[]')
  from engine.message m where m.workflow_id = w.id) as messages,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'key', e.key, 'value', e.value, 'created_at_ms', ${ms('e.created_at')})
    order by e.created_at, e.key), '[]')
  from engine.event e where e.workflow_id = w.id) as events,
  (select coalesce(jsonb_agg(child.id order by child.id), '[]')
  from engine.workflow child where child.parent = w.id) as children
from engine.workflow w
where w.id = $1`,
    values: [id],
    workflowId: id,
  }
}

/**
 * L3: looks at the next `limit` workflows after an ID, and deletes those of them that ended at least `endedForMs` ago,
 * with all that belongs to them, and stubs that got no message for as long (E8). Returns `pruned`, how many it deleted,
 * and `next`, the ID to continue after; null at the end of the table.
 */
export function pruneStatement(after: string, endedForMs: number, limit: number): Statement {
  return {
    label: 'prune',
    isPrepared: true,
    text: `
with page as materialized (
  select id, epoch, inbox from engine.workflow where id > $1 order by id limit $2::int
), past as materialized (
  select engine.now() - $3::float8 * interval '1 millisecond' as cutoff
), old as materialized (
  -- A row that changed after this statement's snapshot is left to the next call: the snapshot lacks the message that was
  -- sent since, which would outlive its workflow and be received by the next run of the ID.
  select w.id from engine.workflow w join page using (id, epoch, inbox) cross join past
  where w.status in ('succeeded', 'failed', 'cancelled', 'exhausted') and w.ended_at <= past.cutoff
      -- The next run of its ID would take a child that is left for its own.
      and not exists (
        select from engine.workflow c where c.parent = w.id and (c.ended_at is null or c.ended_at > past.cutoff))
    or w.status = 'expected' and w.created_at <= past.cutoff and not exists (
      select from engine.message m where m.workflow_id = w.id and m.created_at > past.cutoff)
  -- A row that is locked has another writer, who need not wait either.
  for update of w skip locked
), workflows as (
  delete from engine.workflow w using old where w.id = old.id returning w.id
), checkpoints as (
  delete from engine.step_checkpoint c using old where c.workflow_id = old.id
), messages as (
  delete from engine.message m using old where m.workflow_id = old.id
), events as (
  delete from engine.event e using old where e.workflow_id = old.id
)
select (select count(*)::int from workflows) as pruned,
  (select case when count(*) = $2::int then max(id) end from page) as next`,
    values: [after, limit, endedForMs],
  }
}
