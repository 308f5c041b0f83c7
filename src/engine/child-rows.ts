/** The statement by which a workflow starts another (E15). */
import { placedAt } from './checkpoint-rows.ts'
import type { Statement } from './environment.ts'
import type { Held } from './workflow-rows.ts'

export interface ChildInput {
  readonly step: string
  readonly name: string
  readonly childId: string
  readonly inputText: string
  readonly version: string | null
  /** The parent's function knows of its cancellation: what it starts from then on is not cancelled with it (E16). */
  readonly isCancellationGiven: boolean
  readonly place: number | null
}

/**
 * E15: queues a workflow's child and checkpoints that, in one statement. Returns `is_owned`, and `name` and `parent` of
 * the run that has the ID; nothing is stored where it is no child of this one's and of this name.
 */
export function startChildStatement({ id, epoch }: Held, child: ChildInput): Statement {
  const { step, name, childId, inputText, version, isCancellationGiven, place } = child
  const placed = placedAt(place, 9)
  return {
    label: `start-child:${name}`,
    isPrepared: true,
    text: `
with owned as materialized (
  select id, is_cancelled from engine.workflow
  where id = $1 and epoch = $2::int and status = 'running' for no key update
), child as (
  insert into engine.workflow as w (id, name, status, input, due_at, version, parent, is_cancelled, created_at)
  select $4, $5, 'queued', $6::jsonb, engine.now(), $7, $1, is_cancelled and not $8::boolean, engine.now() from owned
  on conflict (id) do update
    set name = excluded.name, status = 'queued', input = excluded.input, due_at = excluded.due_at,
      version = excluded.version, parent = excluded.parent, is_cancelled = excluded.is_cancelled
    where w.status = 'expected'
  returning name, parent
), present as (
  select name, parent from child
  union all
  select name, parent from engine.workflow where id = $4 and not exists (select from child)
), stored as (
  insert into engine.step_checkpoint (workflow_id, step, name, output, epoch, created_at${placed.column})
  select $1, $3, 'start:' || $5, 'null'::jsonb, $2::int, engine.now()${placed.value} from owned, present
  where present.name = $5 and present.parent = $1
  on conflict (workflow_id, step) do nothing
)
select exists (select from owned) as is_owned, (select name from present) as name,
  (select parent from present) as parent`,
    values: [id, epoch, step, childId, name, inputText, version, isCancellationGiven, ...placed.values],
    workflowId: id,
    wakes: true,
  }
}
