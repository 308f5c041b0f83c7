/** The statements on engine.message: what was sent to a workflow, numbered by the counter in its row (E8). */
import { placedAt } from './checkpoint-rows.ts'
import type { Statement } from './environment.ts'
import type { Held } from './workflow-rows.ts'

/**
 * E8: puts a message into the inbox and makes who sleeps for its topic due. The row's lock orders messages; a workflow
 * that has not started gets a stub. Returns a row with `is_new`, `is_due` where it woke a sleeper, and `has_ended`.
 *
 * @param key the sender's idempotency key; null: each call is a message of its own
 */
export function sendStatement(id: string, topic: string, payloadText: string, key: string | null): Statement {
  // M1: a message without a key is called # and its number. A sender's own key is never that.
  const storedKey = key?.startsWith('#') ? `#${key}` : key
  return {
    label: `send:${topic}`,
    isPrepared: true,
    text: `
with box as (
  insert into engine.workflow as w (id, status, inbox, created_at)
  select $1, 'expected', 1, engine.now()
  where not exists (select from engine.message where workflow_id = $1 and key = $4)
  on conflict (id) do update set inbox = w.inbox + 1,
    due_at = case when w.status = 'sleeping' and coalesce($2 = any (w.awaits), true) then engine.now() else w.due_at end
  returning w.inbox, w.status, w.awaits
), sent as (
  insert into engine.message (workflow_id, key, number, topic, payload, created_at)
  select $1, coalesce($4, '#' || inbox), inbox, $2, $3::jsonb, engine.now() from box
  -- Two senders of one key at once: neither saw the other's message, and the second finds it here.
  on conflict (workflow_id, key) do nothing
  returning number
)
select exists (select from sent) as is_new,
  exists (select from box where status = 'sleeping' and coalesce($2 = any (awaits), true)) as is_due,
  coalesce((select status from box), (select status from engine.workflow where id = $1))
    in ('succeeded', 'failed', 'cancelled', 'exhausted') as has_ended`,
    values: [id, topic, payloadText, storedKey],
    workflowId: id,
    wakes: true,
  }
}

/** What a wait may end by. */
export interface Awaited {
  readonly step: string
  /** As in its record: `recv:payment`. */
  readonly recordName: string
  /** None: for its time alone. */
  readonly topics: readonly string[]
  /** Null: however long it takes. */
  readonly timeoutMs: number | null
  /** What is recorded when the time is over. */
  readonly overText: string
  /** Whether the record says which topic it was: `topic` and `payload`, instead of the payload alone. */
  readonly saysTopic: boolean
  readonly place: number | null
}

/**
 * E8: takes the first message of the topics and checkpoints it, or checkpoints that the time is over.
 * Returns `is_owned`, `outcome` (`received`, `waiting`, or `again` where the statement must be run again), `output`,
 * `inbox`: the counter up to which it has surely seen every message, and `left_ms` until a deadline that stands.
 */
export function recvStatement(label: string, { id, epoch }: Held, awaited: Awaited): Statement {
  const { step, topics, timeoutMs, overText, saysTopic, place } = awaited
  const placed = placedAt(place, 8)
  return {
    label,
    isPrepared: true,
    text: `
with owned as materialized (
  select id from engine.workflow where id = $1 and epoch = $2::int and status = 'running' for no key update
), before as materialized (
  -- Its own wait, or what an unheard try of this statement stored (E10).
  select output, deadline from engine.step_checkpoint where workflow_id = $1 and step = $3
), first as materialized (
  select key from engine.message
  where workflow_id = $1 and topic = any ($4::text[])
    -- Who asks again how a child has ended is told again (E15).
    and (consumed_by is null or topic like '#%')
    and not exists (select from before where deadline is null)
  order by number limit 1
), taken as (
  update engine.message m set consumed_by = $3 from first, owned
  where m.workflow_id = $1 and m.key = first.key and (m.consumed_by is null or m.topic like '#%')
  returning ${saysTopic ? "jsonb_build_object('topic', m.topic, 'payload', m.payload)" : 'm.payload'} as output
), result as (
  select coalesce(output, 'null'::jsonb) as output from taken
  union all
  select $7::jsonb from owned
  where not exists (select from first)
    and ($5::float8 <= 0 or exists (select from before where deadline <= engine.now()))
), stored as (
  insert into engine.step_checkpoint (workflow_id, step, name, output, epoch, created_at${placed.column})
  select $1, $3, $6, output, $2::int, engine.now()${placed.value} from result
  on conflict (workflow_id, step) do update
    set output = excluded.output, deadline = null, epoch = excluded.epoch, created_at = excluded.created_at${placed.kept}
    where step_checkpoint.deadline is not null
  returning output
)
select exists (select from owned) as is_owned,
  case
    when exists (select from before where deadline is null) or exists (select from stored) then 'received'
    when exists (select from first) then 'again'
    else 'waiting'
  end as outcome,
  coalesce((select output from stored), (select output from before where deadline is null)) as output,
  -- From the statement's snapshot, as the messages are: the locked row may already count one that it did not see.
  (select inbox from engine.workflow where id = $1) as inbox,
  (select (extract(epoch from deadline - engine.now()) * 1000)::float8 from before) as left_ms`,
    values: [id, epoch, step, topics, timeoutMs, awaited.recordName, overText, ...placed.values],
    workflowId: id,
  }
}
