// @program
/** The state machine's poller: it picks up orders whose time has come, whoever had them. */
import type { Row } from '#engine'
import type { Machine } from '#simulator/scenario.ts'

/** After so many looks in vain, 9 hours, an order that waits for no customer is given up. */
const mostLooks = 12

/**
 * Takes what is due and puts off when it is due again, longer each time, so that two pollers do not take the same order
 * and an order that fails each time does not come up for ever. An order that may have been paid comes up for as long as
 * it waits. If nothing is due the query says when something will be.
 */
const pollSql = `
with due as materialized (
  select id from orders where due_at <= engine.now() and status = any ($1::text[])
  order by due_at, id limit 10 for no key update skip locked
), taken as (
  update orders o set looks = looks + 1, due_at = case when looks < $2::int or o.status = any ($3::text[])
    then engine.now() + least(30 * 2 ^ looks, 3600) * interval '1 second' end
  from due where o.id = due.id
  returning o.id, o.cart_id, o.status, o.due_at is null as is_last
)
select id, cart_id, status, is_last, null::float8 as next_due_ms from taken
union all
select null, null, null, null, (select (extract(epoch from min(due_at) - engine.now()) * 1000)::float8
  from orders where status = any ($1::text[]))
where not exists (select from taken)
order by id`

/** Which orders a poller picks up. */
export interface Polled {
  /** Those that this version of the code knows; orders in others are left to the version that made them. */
  readonly states: readonly string[]
  /** Those in which an order waits for its customer. */
  readonly waiting: readonly string[]
}

export interface PollerActions {
  /** Moves an order on that is due; `state` is the one that it was due in. */
  advance(orderId: string, cartId: string, state: string): Promise<unknown>
  /** Ends an order that failed at each look. */
  giveUp(orderId: string, cartId: string): Promise<unknown>
}

/** Never ends. */
export async function runPoller(
  { database, environment }: Pick<Machine, 'database' | 'environment'>,
  { states, waiting }: Polled,
  { advance, giveUp }: PollerActions,
): Promise<never> {
  for (;;) {
    try {
      const rows = await database.query({
        label: 'poll',
        text: pollSql,
        values: [states, mostLooks, waiting],
        wakes: true,
      })
      const nextDueMs = rows[0]?.['next_due_ms']
      if (rows[0]?.['id'] === null) await environment.idle(typeof nextDueMs === 'number' ? nextDueMs : null)
      else for (const row of rows) await inspect(row)
    } catch {
      await environment.sleep(1_000)
    }
  }

  /** An order that cannot be moved on must not hold up those behind it: it is due again later. */
  async function inspect(row: Row): Promise<void> {
    const [orderId, cartId] = [String(row['id']), String(row['cart_id'])]
    try {
      await advance(orderId, cartId, String(row['status']))
    } catch {
      // The next look tells whether that has passed.
      if (row['is_last'] !== true) return
      await giveUp(orderId, cartId)
    }
  }
}
