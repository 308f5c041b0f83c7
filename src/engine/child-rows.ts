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
  /** Whatever has happened to the parent meanwhile: its function knows of its cancellation, or is shielded (E16). */
  readonly isAllowed: boolean
  readonly place: number | null
}

/**
 * E15: queues a workflow's child and checkpoints that, in one statement. Returns `is_owned`, `is_refused` where somebody
 * has cancelled the parent and it may not start any more (E16), and `name` and `parent` of the run that has the ID;
 * nothing is stored where that is no child of this one's and of this name.
 */
export function startChildStatement({ id, epoch }: Held, child: ChildInput): Statement {
  const { step, name, childId, inputText, version, isAllowed, place } = child
  const placed = placedAt(place, 9)
  return {
    label: `start-child:${name}`,
    isPrepared: true,
    text: `
with owned as materialized (
  select id, is_cancelled and not $8::boolean as is_refused from engine.workflow
  where id = $1 and epoch = $2::int and status = 'running' for no key update
), child as (
  insert into engine.workflow as w (id, name, status, input, due_at, version, parent, created_at)
  select $4, $5, 'queued', $6::jsonb, engine.now(), $7, $1, engine.now() from owned where not is_refused
  on conflict (id) do update
    set name = excluded.name, status = 'queued', input = excluded.input, due_at = excluded.due_at,
      version = excluded.version, parent = excluded.parent
    where w.status = 'expected'
  returning name, parent
), present as (
  select name, parent from child
  union all
  select name, parent from engine.workflow where id = $4 and not exists (select from child)
), stored as (
  insert into engine.step_checkpoint (workflow_id, step, name, output, epoch, created_at${placed.column})
  select $1, $3, 'start:' || $5, 'null'::jsonb, $2::int, engine.now()${placed.value} from owned, present
  where not is_refused and present.name = $5 and present.parent = $1
  on conflict (workflow_id, step) do nothing
)
select exists (select from owned) as is_owned, (select is_refused from owned) as is_refused, (select name from present) as name,
  (select parent from present) as parent`,
    values: [id, epoch, step, childId, name, inputText, version, isAllowed, ...placed.values],
    workflowId: id,
    wakes: true,
  }
}
