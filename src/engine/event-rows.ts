/** The statements on engine.event: what a workflow has published. */
import { placedAt } from './checkpoint-rows.ts'
import type { Statement } from './environment.ts'
import type { Held } from './workflow-rows.ts'

/** Publishes a value and checkpoints the step. Returns `is_owned`, and `step`: the one that holds the key. */
export function publishStatement(
  key: string,
  { id, epoch }: Held,
  step: string,
  valueText: string,
  place: number | null,
): Statement {
  const placed = placedAt(place, 6)
  return {
    label: `event:${key}`,
    isPrepared: true,
    text: `
with owned as materialized (
  select id from engine.workflow where id = $1 and epoch = $2::int and status = 'running' for no key update
), published as (
  insert into engine.event (workflow_id, key, value, step, created_at)
  select $1, $4, $5::jsonb, $3, engine.now() from owned
  on conflict (workflow_id, key) do nothing
  returning step
), stored as (
  insert into engine.step_checkpoint (workflow_id, step, name, output, epoch, created_at${placed.column})
  select $1, $3, 'event:' || $4, 'null'::jsonb, $2::int, engine.now()${placed.value} from published
  on conflict (workflow_id, step) do nothing
)
select exists (select from owned) as is_owned, coalesce((select step from published),
  (select step from engine.event where workflow_id = $1 and key = $4)) as step`,
    values: [id, epoch, step, key, valueText, ...placed.values],
    workflowId: id,
  }
}

/** Reads an event: `is_found`, `value`, and the workflow's `status`; no row for a workflow that nobody knows. */
export function getEventStatement(id: string, key: string): Statement {
  return {
    label: `get-event:${key}`,
    isPrepared: true,
    text: `
select w.status, e.key is not null as is_found, e.value
from engine.workflow w left join engine.event e on e.workflow_id = w.id and e.key = $2
where w.id = $1`,
    values: [id, key],
    workflowId: id,
  }
}
