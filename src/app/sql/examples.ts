/** Questions to begin with. */

export interface Example {
  readonly words: string
  readonly sql: string
  /** It makes sense only where there are these. */
  readonly tables: readonly string[]
}

export const examples: readonly Example[] = [
  {
    words: 'What was paid, and what was shipped?',
    tables: ['orders', 'shipments', 'stripe.sessions'],
    sql: `select o.id, o.status, s.payment_status, count(p.id) as shipments
from orders o
left join stripe.sessions s on s.order_id = o.id
left join shipments p on p.order_id = o.id
group by o.id, o.status, s.payment_status`,
  },
  {
    words: 'Who works on which workflow, and when is it due?',
    tables: ['engine.workflow'],
    sql: `select id, status, executor, epoch, due_at - engine.now() as due_in
from engine.workflow`,
  },
  {
    words: 'Which steps have a checkpoint?',
    tables: ['engine.step_checkpoint'],
    sql: `select workflow_id, step, name, output, created_at::time
from engine.step_checkpoint
order by created_at`,
  },
]

/** All rows of a table. */
export function selectAll(table: string): string {
  return `select * from ${table}`
}
