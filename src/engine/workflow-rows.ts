/**
 * The statements on engine.workflow. Each is one round trip; what several executors may fight over is decided by
 * columns of the locked row alone, for within one statement only that row is read afresh.
 */
import type { Statement } from './environment.ts'
import type { FailedStatus } from './errors.ts'

/** A workflow that an executor holds, and the epoch that it holds it by. */
export interface Held {
  readonly id: string
  readonly epoch: number
}

export interface StartInput {
  readonly id: string
  readonly name: string
  readonly inputText: string
  readonly executorId: string
  readonly leaseMs: number
  /** Of the code; null: it has none (E14). */
  readonly version: string | null
  /** True when an earlier try may have succeeded unheard: then its run is taken over (E10). */
  readonly isRetry: boolean
}

/**
 * E1: starts a run, or turns a stub into one (E8), or finds the run that has the ID.
 * Returns `is_mine`, `epoch`, `inbox`, `name`; no row where another start committed in the same instant.
 */
export function startStatement(input: StartInput): Statement {
  const { id, name, inputText, executorId, leaseMs, version, isRetry } = input
  return {
    label: `start:${name}`,
    isPrepared: true,
    text: `
with started as (
  insert into engine.workflow as w (id, name, status, input, executor, epoch, due_at, version, created_at, claimed_at)
  values ($1, $2, 'running', $3::jsonb, $4, 1, engine.now() + $5::float8 * interval '1 millisecond', $7,
    engine.now(), engine.now())
  on conflict (id) do update
    set name = excluded.name, status = 'running', input = excluded.input, executor = excluded.executor,
      epoch = w.epoch + 1, due_at = excluded.due_at, version = excluded.version, claimed_at = excluded.claimed_at
    where w.status = 'expected'
      or ($6::boolean and w.status = 'running' and w.executor = $4 and w.name = $2)
  returning w.epoch, w.inbox, w.name
)
select true as is_mine, epoch, inbox, name from started
union all
select false, w.epoch, w.inbox, w.name from engine.workflow w
where w.id = $1 and not exists (select from started)
order by 1 desc`,
    values: [id, name, inputText, executorId, leaseMs, isRetry, version],
    workflowId: id,
    wakes: true,
  }
}

export interface EnqueueInput {
  readonly id: string
  readonly name: string
  readonly inputText: string
  readonly delayMs: number
  readonly version: string | null
}

/** Leaves a run to whichever executor claims it first, `delayMs` from now. Returns `name` of the run that has the ID. */
export function enqueueStatement({ id, name, inputText, delayMs, version }: EnqueueInput): Statement {
  return {
    label: `enqueue:${name}`,
    isPrepared: true,
    text: `
with queued as (
  insert into engine.workflow as w (id, name, status, input, due_at, version, created_at)
  values ($1, $2, 'queued', $3::jsonb, engine.now() + $4::float8 * interval '1 millisecond', $5, engine.now())
  on conflict (id) do update
    set name = excluded.name, status = 'queued', input = excluded.input, due_at = excluded.due_at,
      version = excluded.version
    where w.status = 'expected'
  returning w.name
)
select true as is_mine, name from queued
union all
select false, w.name from engine.workflow w where w.id = $1 and not exists (select from queued)
order by 1 desc`,
    values: [id, name, inputText, delayMs, version],
    workflowId: id,
    wakes: true,
  }
}

export interface ClaimInput {
  readonly executorId: string
  readonly names: readonly string[]
  readonly leaseMs: number
  readonly limit: number
  readonly recoveryLimit: number
  readonly version: string | null
}

/**
 * E6: takes due workflows, whatever they were due for; what may be the death of its executors, alone (E13). Returns a row
 * for each, or, having taken none, one row whose `id` is null and whose `next_due_ms` says in how long there will be
 * something. One that `is_exhausted` is to be ended, not run (E10).
 */
export function claimStatement(input: ClaimInput): Statement {
  const { executorId, names, leaseMs, limit, recoveryLimit, version } = input
  return {
    label: 'claim',
    isPrepared: true,
    text: `
with due as materialized (
  select id, due_at, status = 'running' as was_running, recoveries,
    -- Whether the last executor that had it recorded anything of it.
    case when status = 'running' then exists (
      select from engine.step_checkpoint c where c.workflow_id = w.id and c.epoch = w.epoch) end as got_on
  from engine.workflow w
  where due_at <= engine.now() and name = any ($2::text[]) and (version is null or version = $6)
  order by due_at, id
  for no key update skip locked
  limit $4::int
), judged as materialized (
  select *, was_running and not got_on and recoveries >= $5::int as is_exhausted,
    was_running and not got_on and recoveries > 0 as is_suspect
  from due
), chosen as materialized (
  -- E13: a suspect is taken alone; the others first, if one of them is due before it.
  select judged.* from judged, (select * from judged order by due_at, id limit 1) as first
  where case when first.is_suspect then judged.id = first.id else not judged.is_suspect end
), claimed as (
  update engine.workflow w
  set epoch = w.epoch + 1,
    recoveries = case
      -- Its last executor lived until it slept.
      when w.status = 'sleeping' then 0
      when not due.was_running or due.is_exhausted then w.recoveries
      when due.got_on then 1
      else w.recoveries + 1 end,
    awaits = null,
    status = 'running',
    executor = $1,
    due_at = engine.now() + $3::float8 * interval '1 millisecond',
    claimed_at = engine.now()
  from chosen due where w.id = due.id
  returning w.id, w.name, w.input, w.epoch, w.inbox, w.recoveries, w.parent, w.is_cancelled, due.was_running,
    due.is_exhausted, due.is_suspect, due.due_at
)
select id, name, input, epoch, inbox, recoveries, parent, is_cancelled, was_running, is_exhausted, is_suspect,
  due_at as was_due_at, null::float8 as next_due_ms
from claimed
union all
select null, null, null, null, null, null, null, null, null, null, null, null, (
  select (extract(epoch from min(due_at) - engine.now()) * 1000)::float8
  from engine.workflow
  where due_at is not null and name = any ($2::text[]) and (version is null or version = $6))
where not exists (select from claimed)
order by was_due_at, id`,
    values: [executorId, names, leaseMs, limit, recoveryLimit, version],
    wakes: true,
  }
}

/** `held`: the workflows that `$1` names, as JSON. `free`: those of them whose lease can be changed now, locked. */
const freeOfHeld = `with held as (
  select id, epoch from jsonb_to_recordset($1::jsonb) as held (id text, epoch int)
), free as materialized (
  -- A row that is locked has its own step writing to it: one long transaction must not hold up the other leases.
  select w.id from engine.workflow w join held using (id, epoch)
  where w.status = 'running' order by w.id
  for no key update of w skip locked
)`

/**
 * E6: renews all leases in one statement. Returns the `id` of each workflow that is no longer this executor's, one whose
 * row was deleted among them (`is_lost`), and of each that somebody has cancelled (E16).
 */
export function renewStatement(held: readonly Held[], leaseMs: number): Statement {
  return {
    label: 'renew',
    isPrepared: true,
    text: `
${freeOfHeld}, renewed as (
  update engine.workflow w set due_at = engine.now() + $2::float8 * interval '1 millisecond'
  from free where w.id = free.id
)
select * from (
  select held.id, w.id is null or w.epoch <> held.epoch or w.status <> 'running' as is_lost, w.is_cancelled
  from held left join engine.workflow w using (id)
) stands
where is_lost or is_cancelled
order by id`,
    // It puts off when they are due: nobody need look earlier for that.
    values: [JSON.stringify(held), leaseMs],
  }
}

/** Leaves workflows that are held to whoever claims them next: at once, and without counting a recovery. */
export function releaseStatement(held: readonly Held[]): Statement {
  return {
    label: 'release',
    isPrepared: true,
    text: `
${freeOfHeld}
update engine.workflow w set status = 'queued', executor = null, due_at = engine.now()
from free where w.id = free.id`,
    values: [JSON.stringify(held)],
    wakes: true,
  }
}

/** A wait that a workflow goes to sleep on. */
export interface Wait {
  readonly step: string
  readonly name: string
  /** Null: until a message comes. */
  readonly timeoutMs: number | null
  /** Of the message that it waits for; null: it waits for none. */
  readonly topic: string | null
}

/**
 * E7: gives the workflow up until its earliest deadline, unless the inbox has moved since `inbox` was seen (E8; null:
 * none of the waits is for a message), or somebody has cancelled it and its function does not know (E16). Until then
 * only a message of a topic that it waits for makes it due. One wait may be for several topics, in a row each.
 * Returns `is_asleep` and `due_ms` since 1970, and the row as it stood before: `epoch`, `status`, `inbox`, `is_cancelled`.
 */
export function sleepStatement(
  name: string,
  { id, epoch }: Held,
  inbox: number | null,
  waits: readonly Wait[],
  isCancellationGiven: boolean,
): Statement {
  return {
    label: `sleep:${name}`,
    isPrepared: true,
    text: `
with waits as materialized (
  -- A deadline counts from the first time that the wait began, over any number of replays.
  select wait.step, wait.name, wait.topic,
    coalesce(noted.deadline, engine.now() + wait.timeout_ms * interval '1 millisecond') as deadline
  from jsonb_to_recordset($4::jsonb) as wait (step text, name text, timeout_ms float8, topic text)
  left join engine.step_checkpoint noted on noted.workflow_id = $1 and noted.step = wait.step
), asleep as (
  update engine.workflow
  set status = 'sleeping', executor = null, due_at = (select min(deadline) from waits),
    awaits = array(select distinct topic from waits where topic is not null order by topic)
  where id = $1 and epoch = $2::int and ($3::int is null or inbox = $3::int) and status in ('running', 'sleeping')
    and (not is_cancelled or $5::boolean)
  returning due_at
), noted as (
  insert into engine.step_checkpoint (workflow_id, step, name, deadline, epoch, created_at)
  select $1, waits.step, waits.name, waits.deadline, $2::int, engine.now() from waits, asleep
  where waits.deadline is not null
  on conflict (workflow_id, step) do nothing
)
select exists (select from asleep) as is_asleep,
  (select (extract(epoch from due_at) * 1000)::float8 from asleep) as due_ms,
  w.epoch, w.status, w.inbox, w.is_cancelled
from engine.workflow w where w.id = $1`,
    values: [
      id,
      epoch,
      inbox,
      JSON.stringify(
        waits.map(({ step, name: of, timeoutMs, topic }) => ({
          step,
          name: of,
          timeout_ms: timeoutMs,
          topic,
        })),
      ),
      isCancellationGiven,
    ],
    workflowId: id,
    wakes: true,
  }
}

/** Takes back a workflow that went to sleep while its function was still at work. Returns a row unless it was claimed. */
export function wakeStatement(
  name: string,
  { id, epoch }: Held,
  executorId: string,
  leaseMs: number,
): Statement {
  return {
    label: `wake:${name}`,
    isPrepared: true,
    text: `
update engine.workflow
set status = 'running', executor = $3, due_at = engine.now() + $4::float8 * interval '1 millisecond'
where id = $1 and epoch = $2::int and status in ('sleeping', 'running')
returning inbox`,
    values: [id, epoch, executorId, leaseMs],
    workflowId: id,
    wakes: true,
  }
}

/** How a workflow ends. */
export type EndStatus = 'succeeded' | FailedStatus

export interface End {
  readonly status: EndStatus
  readonly outputText: string | null
  readonly errorText: string | null
}

/**
 * `box`, `told`: tells the parents of those that `ended` names (`id`, `parent`, `status`, `output`, `error`) how they
 * ended, by a message that only a child can send (E15).
 */
const tellParents = `box as (
  update engine.workflow p set inbox = p.inbox + 1,
    due_at = case when p.status = 'sleeping' and '#' || ended.id = any (p.awaits) then engine.now() else p.due_at end
  from ended where p.id = ended.parent
  returning p.id, p.inbox, ended.id as child, ended.status, ended.output, ended.error
), told as (
  insert into engine.message (workflow_id, key, number, topic, payload, created_at)
  select id, '#end:' || child, inbox, '#' || child,
    jsonb_build_object('status', status, 'output', output, 'error', error), engine.now()
  from box
  -- It has ended before, and was resumed: its parent knows of that end.
  on conflict (workflow_id, key) do nothing
)`

/**
 * Ends a workflow, and tells its parent (E15). Returns a row unless it was fenced (E5). Only the holder of an epoch
 * writes under it, so saying it twice, when the first answer was lost, does no harm (E10).
 */
export function finishStatement(
  name: string,
  { id, epoch }: Held,
  { status, outputText, errorText }: End,
  hasParent: boolean,
): Statement {
  const end = `
update engine.workflow
set status = $3, output = $4::jsonb, error = $5::jsonb, executor = null, due_at = null, ended_at = engine.now()
where id = $1 and epoch = $2::int`
  return {
    label: `finish:${name}`,
    isPrepared: true,
    text: hasParent
      ? `
with ended as (${end} returning id, parent, status, output, error), ${tellParents}
select id from ended`
      : `${end}
returning id`,
    values: [id, epoch, status, outputText, errorText],
    workflowId: id,
    wakes: true,
  }
}

/** E14: in how many leases what is blocked is tried again at the latest. */
const mostLeases = 20

/**
 * E14: leaves a workflow whose records do not fit its code to another try: after a lease, or, if nothing has been
 * recorded for longer, after as long again.
 */
export function blockStatement({ id, epoch }: Held, errorText: string, leaseMs: number): Statement {
  return {
    label: 'block',
    isPrepared: true,
    text: `
update engine.workflow
set status = 'blocked', executor = null, last_error = $3::jsonb, due_at = engine.now() + greatest(
  $4::float8 * interval '1 millisecond',
  least($5::float8 * interval '1 millisecond', engine.now() - (
    select max(created_at) from engine.step_checkpoint where workflow_id = $1)))
where id = $1 and epoch = $2::int and status = 'running'`,
    values: [id, epoch, errorText, leaseMs, mostLeases * leaseMs],
    workflowId: id,
    wakes: true,
  }
}

/** Under which conditions a workflow can still be ended from outside. */
const isNotOver = `status in ('queued', 'running', 'sleeping', 'blocked')`

const cancel = `update engine.workflow
set is_cancelled = true, due_at = case when status = 'running' then due_at else engine.now() end`

/** E16: asks for a workflow's cancellation; who sleeps is due. Returns a row if it was not over. */
export function cancelStatement(id: string): Statement {
  return {
    label: 'cancel',
    isPrepared: true,
    text: `
${cancel}
where id = $1 and ${isNotOver}
returning id`,
    values: [id],
    workflowId: id,
    wakes: true,
  }
}

/**
 * E16: cancels what the workflow `$1` has started, if the query of this name has a row, and if its function has not been
 * told of a cancellation before: what it has started since then undoes what it did.
 */
export function cancelChildrenIf(query: string): string {
  return `${cancel}
  where parent = $1 and ${isNotOver} and exists (select from ${query}) and not exists (
    select from engine.step_checkpoint c where c.workflow_id = $1 and c.error -> 'isCancellation' = 'true'::jsonb)`
}

/**
 * Ends a workflow from outside, at once; raising the epoch fences whoever runs it (E5). Its parent is told (E15).
 * Returns a row if it was not over.
 */
export function terminateStatement(id: string): Statement {
  return {
    label: 'terminate',
    isPrepared: true,
    text: `
with ended as (
  update engine.workflow
  set status = 'cancelled', epoch = epoch + 1, executor = null, due_at = null, ended_at = engine.now(),
    error = jsonb_build_object('name', 'WorkflowTerminated', 'message', 'It was terminated.')
  where id = $1 and ${isNotOver}
  returning id, parent, status, output, error
), ${tellParents}
select id from ended`,
    values: [id],
    workflowId: id,
    wakes: true,
  }
}

/**
 * E16: cancels the children of a workflow that was terminated. A statement of its own, after that: one that began before
 * would not see a child that was being started (E5 lets none start any more).
 */
export function cancelChildrenStatement(id: string): Statement {
  return {
    label: 'cancel-children',
    isPrepared: true,
    text: `
${cancel}
where parent = $1 and ${isNotOver}`,
    values: [id],
    workflowId: id,
    wakes: true,
  }
}

/** E10: notes why the holder of this epoch gives the workflow up. Its lease goes on to its end. */
export function noteErrorStatement({ id, epoch }: Held, errorText: string): Statement {
  return {
    label: 'note-error',
    isPrepared: true,
    text: `update engine.workflow set last_error = $3::jsonb where id = $1 and epoch = $2::int and status = 'running'`,
    values: [id, epoch, errorText],
    workflowId: id,
  }
}

/** Reads what a workflow was last given up for: `last_error`. */
export function lastErrorStatement(id: string): Statement {
  return {
    label: 'get-last-error',
    isPrepared: true,
    text: `select last_error from engine.workflow where id = $1`,
    values: [id],
    workflowId: id,
  }
}

/**
 * E10, another way back: makes a workflow due again that failed by a step, and takes that step's failure out of its
 * records, so that the step runs again. Returns a row if there was one.
 */
export function retryStepStatement(id: string): Statement {
  return {
    label: 'retry-step',
    isPrepared: true,
    text: `
with failed as materialized (
  select error -> 'details' ->> 'step' as step from engine.workflow where id = $1 and status = 'failed'
  for no key update
), forgotten as (
  delete from engine.step_checkpoint c using failed
  where c.workflow_id = $1 and c.step = failed.step and c.error is not null
  returning c.step
)
update engine.workflow w
set status = 'queued', epoch = epoch + 1, recoveries = 0, error = null, last_error = null, is_cancelled = false,
  ended_at = null, due_at = engine.now()
from forgotten where w.id = $1
returning w.id`,
    values: [id],
    workflowId: id,
    wakes: true,
  }
}

/** E10, E14, the way back: makes a workflow due again that ended badly, or is blocked. Its recorded steps stay. Returns a row if it was. */
export function resumeStatement(id: string): Statement {
  return {
    label: 'resume',
    isPrepared: true,
    text: `
update engine.workflow
set status = 'queued', epoch = epoch + 1, recoveries = 0, error = null, last_error = null, is_cancelled = false,
  ended_at = null, due_at = engine.now()
where id = $1 and status in ('failed', 'cancelled', 'exhausted', 'blocked')
returning id`,
    values: [id],
    workflowId: id,
    wakes: true,
  }
}

/** Reads how a workflow stands: `status`, `output`, `error`. */
export function readStatement(id: string): Statement {
  return {
    label: 'get-result',
    isPrepared: true,
    text: `select status, output, error from engine.workflow where id = $1`,
    values: [id],
    workflowId: id,
  }
}
