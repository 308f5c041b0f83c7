/**
 * The statements on engine.step_checkpoint. Every one that writes locks the workflow's row by its epoch first (E5):
 * `is_owned` false says that somebody else has claimed it since.
 */
import type { Statement } from './environment.ts'
import { cancelChildrenIf, type Held } from './workflow-rows.ts'

/** What a step left behind. */
export interface Checkpoint {
  readonly step: string
  /** With its kind, where it is not a transaction or a plain step: `recv:payment`. */
  readonly name: string
  readonly outputText: string | null
  readonly errorText: string | null
  /** For a sleep or a timed wait that goes on: milliseconds from now. */
  readonly timeoutMs: number | null
  /** Of its outcome among those of its epoch (E2); null where no other call is in flight. */
  readonly place: number | null
}

/** What a statement that writes a checkpoint has besides, where calls overlap. */
export interface Placed {
  readonly column: string
  readonly value: string
  /** Where the row of a wait is there already. */
  readonly kept: string
  readonly values: readonly number[]
}

/** @param parameter the number of the parameter that holds the place */
export function placedAt(place: number | null, parameter: number): Placed {
  return place === null
    ? { column: '', value: '', kept: '', values: [] }
    : {
        column: ', settled',
        value: `, $${parameter}::int`,
        kept: ', settled = excluded.settled',
        values: [place],
      }
}

/**
 * E4: writes a step's checkpoint. Returns `is_owned`, `is_stored` (false where a row was there already), and `inbox`.
 *
 * @param label what the operation is called after: `checkpoint:reserveInventory`
 */
export function checkpointStatement(label: string, { id, epoch }: Held, checkpoint: Checkpoint): Statement {
  const placed = placedAt(checkpoint.place, 8)
  return {
    label: `checkpoint:${label}`,
    isPrepared: true,
    text: `
with owned as materialized (
  select inbox from engine.workflow where id = $1 and epoch = $2::int and status = 'running' for no key update
), stored as (
  insert into engine.step_checkpoint (workflow_id, step, name, output, error, deadline, epoch, created_at${placed.column})
  select $1, $3, $4, $5::jsonb, $6::jsonb, engine.now() + $7::float8 * interval '1 millisecond',
    $2::int, engine.now()${placed.value}
  from owned
  on conflict (workflow_id, step) do nothing
  returning step
)
select exists (select from owned) as is_owned, exists (select from stored) as is_stored,
  (select inbox from owned) as inbox`,
    values: [
      id,
      epoch,
      checkpoint.step,
      checkpoint.name,
      checkpoint.outputText,
      checkpoint.errorText,
      checkpoint.timeoutMs,
      ...placed.values,
    ],
    workflowId: id,
  }
}

/**
 * Records the database's time as a step's output (E11), or finds what an unheard try recorded.
 * Returns `is_owned`, `output`.
 */
export function checkpointTimeStatement({ id, epoch }: Held, step: string, place: number | null): Statement {
  const placed = placedAt(place, 4)
  return {
    label: 'checkpoint:now',
    isPrepared: true,
    text: `
with owned as materialized (
  select id from engine.workflow where id = $1 and epoch = $2::int and status = 'running' for no key update
), stored as (
  insert into engine.step_checkpoint (workflow_id, step, name, output, epoch, created_at${placed.column})
  select $1, $3, 'now', to_jsonb(floor(extract(epoch from engine.now()) * 1000)), $2::int, engine.now()${placed.value}
  from owned
  on conflict (workflow_id, step) do nothing
  returning output
)
select exists (select from owned) as is_owned, coalesce((select output from stored),
  (select output from engine.step_checkpoint where workflow_id = $1 and step = $3)) as output`,
    values: [id, epoch, step, ...placed.values],
    workflowId: id,
  }
}

/**
 * Records what a wait has come to otherwise than by its message or its time; its deadline may stand in its row.
 * Returns `is_owned`, and `is_stored`: false where it has ended before.
 *
 * @param isCancelled it has failed by its workflow's cancellation, which reaches the workflow's children by this (E16)
 */
export function endWaitStatement(
  label: string,
  { id, epoch }: Held,
  { step, name, outputText, errorText, place }: Omit<Checkpoint, 'timeoutMs'>,
  isCancelled: boolean,
): Statement {
  const placed = placedAt(place, 7)
  return {
    label: `${isCancelled ? 'cancelled' : 'checkpoint'}:${label}`,
    isPrepared: true,
    text: `
with owned as materialized (
  select id from engine.workflow where id = $1 and epoch = $2::int and status = 'running' for no key update
), stored as (
  insert into engine.step_checkpoint (workflow_id, step, name, output, error, epoch, created_at${placed.column})
  select $1, $3, $4, $5::jsonb, $6::jsonb, $2::int, engine.now()${placed.value} from owned
  on conflict (workflow_id, step) do update
    set output = excluded.output, error = excluded.error, deadline = null, epoch = excluded.epoch${placed.kept}
    where step_checkpoint.deadline is not null
  returning step
)${isCancelled ? `, cancelled as (${cancelChildrenIf('owned')})` : ''}
select exists (select from owned) as is_owned, exists (select from stored) as is_stored`,
    values: [id, epoch, step, name, outputText, errorText, ...placed.values],
    workflowId: id,
    wakes: isCancelled,
  }
}

/** Records that a sleep is over, where other calls are in flight (E2). Returns `is_owned`. */
export function checkpointSleepStatement({ id, epoch }: Held, step: string, place: number | null): Statement {
  return {
    label: 'checkpoint:sleep',
    isPrepared: true,
    text: `
with owned as materialized (
  select id from engine.workflow where id = $1 and epoch = $2::int and status = 'running' for no key update
), stored as (
  update engine.step_checkpoint set output = 'null'::jsonb, deadline = null, epoch = $2::int, settled = $4::int
  from owned where workflow_id = $1 and step = $3 and deadline is not null
)
select exists (select from owned) as is_owned`,
    values: [id, epoch, step, place],
    workflowId: id,
  }
}

/** The steps whose outcomes have a place, in the order in which the function was given them (E2). */
export function placesStatement(name: string, id: string): Statement {
  return {
    label: `places:${name}`,
    isPrepared: true,
    text: `
select step from engine.step_checkpoint where workflow_id = $1 and settled is not null
order by epoch, settled`,
    values: [id],
    workflowId: id,
  }
}

/**
 * All checkpoints of a workflow, in a statement of its own after the claim (E6): no older epoch can write any more, so
 * it misses none. Returns `step`, `name`, `output`, `error`, `has_place` (E2), and for a wait `is_waiting` and `is_over`.
 */
export function loadStatement(name: string, id: string): Statement {
  return {
    label: `load:${name}`,
    isPrepared: true,
    text: `
select step, name, output, error, settled is not null as has_place, deadline is not null as is_waiting,
  coalesce(deadline <= engine.now(), false) as is_over
from engine.step_checkpoint where workflow_id = $1
order by step`,
    values: [id],
    workflowId: id,
  }
}

/**
 * E10: before a transaction runs again whose commit was not heard of, locks the workflow's row and looks for the
 * checkpoint. Returns `is_owned`, `is_stored`, `output`, `error`. A commit that is still under way on the server may
 * not be seen; then the checkpoint's primary key refuses the second one.
 */
export function lookupStatement(label: string, { id, epoch }: Held, step: string): Statement {
  return {
    label: `lookup:${label}`,
    isPrepared: true,
    text: `
with owned as materialized (
  select id from engine.workflow where id = $1 and epoch = $2::int and status = 'running' for no key update
)
select exists (select from owned) as is_owned, c.step is not null as is_stored, c.output, c.error
from (select 1) one
left join engine.step_checkpoint c on c.workflow_id = $1 and c.step = $3`,
    values: [id, epoch, step],
    workflowId: id,
  }
}
