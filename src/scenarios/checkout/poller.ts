// @program
/** The state machine's poller: it picks up orders whose time has come, whoever had them. */
import type { Row } from '#engine'
import type { Machine } from '#simulator/scenario.ts'

/** After so many looks in vain an order is left to people. */
const mostLooks = 12

/**
 * Takes what is due and puts off when it is due again, longer each time, so that two pollers do not take the same order
 * and an order that fails each time does not come up for ever. Where nothing is due it says when something will be.
 */
const pollSql = `
with due as materialized (
  select id from orders where due_at <= engine.now() and status = any ($1::text[])
  order by due_at, id limit 10 for no key update skip locked
), taken as (
  update orders o set looks = looks + 1, due_at = case when looks < $2::int
    then engine.now() + least(30 * 2 ^ looks, 3600) * interval '1 second' end
  from due where o.id = due.id
  returning o.id, o.cart_id, o.status
)
select id, cart_id, status, null::float8 as next_due_ms from taken
union all
select null, null, null, (select (extract(epoch from min(due_at) - engine.now()) * 1000)::float8
  from orders where status = any ($1::text[]))
where not exists (select from taken)
order by id`

/**
 * Never ends.
 *
 * @param states those that this version of the code knows; orders in others are left to the version that made them
 * @param lookAfter moves an order on that is due; `state` is the one that it was due in
 */
export async function runPoller(
  { database, environment }: Pick<Machine, 'database' | 'environment'>,
  states: readonly string[],
  lookAfter: (orderId: string, cartId: string, state: string) => Promise<unknown>,
): Promise<never> {
  for (;;) {
    try {
      const rows = await database.query({
        label: 'poll',
        text: pollSql,
        values: [states, mostLooks],
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
    try {
      await lookAfter(String(row['id']), String(row['cart_id']), String(row['status']))
    } catch {
      // The next look tells whether that has passed.
    }
  }
}
