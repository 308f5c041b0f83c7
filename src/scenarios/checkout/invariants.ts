/**
 * What has to be true of every checkout, as SQL over the shop's tables, Stripe's ledger (schema `stripe`) and what the
 * run knows (schema `run`). Each query returns the rows that violate its statement.
 */
import type { Asked, Invariant } from '#simulator/scenario.ts'

export const invariants: readonly Invariant[] = [
  {
    id: 'S1',
    statement: 'A cart is charged at most once',
    violation: 'a cart charged twice',
    when: 'safety',
    tables: ['stripe.charges'],
    sql: `select cart_id, count(*) as charges, sum(amount_cents) as amount_cents
          from stripe.charges group by cart_id having count(*) > 1`,
  },
  {
    id: 'S2',
    statement: 'No more units are shipped than there were',
    violation: 'more shipped than in stock',
    when: 'safety',
    tables: ['shipments', 'inventory'],
    sql: `select i.sku, i.initial_stock, sum(s.quantity) as shipped
          from inventory i join shipments s using (sku)
          group by i.sku, i.initial_stock having sum(s.quantity) > i.initial_stock`,
  },
  {
    id: 'S3',
    statement: 'Every unit that left the stock belongs to an order that holds or has shipped it',
    violation: 'stock and orders disagree',
    when: 'safety',
    tables: ['inventory', 'reservations', 'shipments', 'orders'],
    sql: `select i.sku, i.initial_stock - i.stock as taken, coalesce(sum(o.quantity), 0) as held_or_shipped
          from inventory i left join orders o on o.sku = i.sku
            and (exists (select from reservations r where r.order_id = o.id)
              or exists (select from shipments s where s.order_id = o.id))
          group by i.sku, i.initial_stock, i.stock
          having i.initial_stock - i.stock <> coalesce(sum(o.quantity), 0)`,
  },
  {
    id: 'S4',
    statement: 'A paid order is shipped exactly once',
    violation: 'paid, but not shipped once',
    when: 'end',
    tables: ['stripe.sessions', 'shipments'],
    sql: `select s.order_id, count(p.id) as shipments
          from stripe.sessions s left join shipments p on p.order_id = s.order_id
          where s.payment_status in ('paid', 'no_payment_required') group by s.order_id having count(p.id) <> 1`,
  },
  {
    id: 'S5',
    statement: 'An unpaid order is back in stock, and nothing is shipped',
    violation: 'unpaid, but held or shipped',
    when: 'end',
    tables: ['stripe.sessions', 'reservations', 'shipments'],
    sql: `select o.id as order_id, o.status,
            (select coalesce(sum(r.quantity), 0) from reservations r where r.order_id = o.id) as held,
            (select coalesce(sum(p.quantity), 0) from shipments p where p.order_id = o.id) as shipped
          from orders o
          where not exists (select from stripe.sessions s where s.order_id = o.id and s.payment_status in ('paid', 'no_payment_required'))
            and (exists (select from reservations r where r.order_id = o.id)
              or exists (select from shipments p where p.order_id = o.id))`,
  },
  {
    id: 'S6',
    statement: 'An order is fulfilled if and only if it is paid',
    violation: 'order and payment disagree',
    when: 'end',
    tables: ['orders', 'stripe.sessions'],
    sql: `select o.id as order_id, o.status, paid.session_id is not null as paid
          from orders o left join lateral (
            select s.id as session_id from stripe.sessions s
            where s.order_id = o.id and s.payment_status in ('paid', 'no_payment_required') order by s.position limit 1) paid on true
          where (o.status = 'FULFILLED') <> (paid.session_id is not null)
`,
  },
  {
    id: 'S7',
    statement: 'An event that Stripe did not sign has no effect',
    violation: 'a forged event accepted',
    when: 'safety',
    tables: ['run.unsigned_effects'],
    sql: `select subject, event from run.unsigned_effects`,
  },
  {
    id: 'S8',
    statement: 'The database effect of one workflow step is committed at most once',
    violation: 'a step took effect twice',
    when: 'safety',
    tables: ['run.effects'],
    sql: `select workflow_id, step, count(*) as commits, array_agg(event order by event) as events
          from run.effects group by workflow_id, step having count(*) > 1`,
  },
  {
    id: 'S9',
    statement: 'A cart has at most one open payment page',
    violation: 'two payment pages for one cart',
    when: 'safety',
    tables: ['stripe.sessions'],
    sql: `select cart_id, count(*) as open_sessions, array_agg(id order by position) as sessions
          from stripe.sessions where status = 'open' group by cart_id having count(*) > 1`,
  },
  {
    id: 'S10',
    statement: 'No checkpoint is committed under an epoch older than the workflow’s',
    violation: 'written under an old epoch',
    when: 'safety',
    tables: ['engine.step_checkpoint'],
    sql: `select c.workflow_id, c.step, c.epoch, w.epoch as workflow_epoch
          from engine.step_checkpoint c join engine.workflow w on w.id = c.workflow_id
          where c.epoch < w.epoch and c.created_at > w.claimed_at`,
  },
  {
    id: 'S11',
    statement: 'Nothing is shipped before its payment has come',
    violation: 'shipped before the payment came',
    when: 'safety',
    tables: ['shipments', 'stripe.sessions'],
    sql: `select p.order_id, sum(p.quantity) as shipped
          from shipments p
          where not exists (select from stripe.sessions s
            where s.order_id = p.order_id and s.payment_status in ('paid', 'no_payment_required'))
          group by p.order_id`,
  },
  {
    id: 'L1',
    statement: 'Every order reaches a final state',
    violation: 'an order is stuck for good',
    when: 'end',
    tables: ['orders'],
    sql: `select id as order_id, status from orders where status not in ('FULFILLED', 'CANCELLED')`,
  },
  {
    id: 'L2',
    statement: 'Nothing retries without end',
    violation: 'the run never ends',
    when: 'end',
    tables: ['run.unsettled'],
    sql: `select what from run.unsettled`,
  },
  {
    id: 'L3',
    statement: 'A customer who can pay and keeps asking gets a payment page',
    violation: 'a customer turned away for nothing',
    when: 'safety',
    tables: ['run.turned_away'],
    sql: `select customer, subject, why, available, event from run.turned_away where available >= wanted`,
  },
]

/**
 * Stuck: an order hangs, and all else is right, apart from its customer, who has left. A mug that it holds for ever is
 * missing from the stock.
 *
 * @param violated ids
 */
export function toneOfViolated(violated: readonly string[]): Asked['tone'] {
  if (violated.length === 0) return 'holds'
  const isStuck = violated.includes('L1') || violated.includes('L2')
  return isStuck && violated.every((id) => ['L1', 'L2', 'L3'].includes(id)) ? 'stuck' : 'violated'
}
