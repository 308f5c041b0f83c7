/**
 * The shop: what has to happen to the tables, as plain SQL functions that take a query handle.
 *
 * Every implementation calls these same functions. What differs between them is who calls what, when, and what is
 * remembered in between. As first written, calling one twice does it twice; `once` is what its author adds who has to
 * expect that.
 */
import type { Database, Row, Session } from '#engine'

/** What a customer wants to buy. The browser makes the id once and keeps it. */
export interface Cart {
  readonly id: string
  readonly sku: string
  readonly quantity: number
  readonly amountCents: number
}

export interface Order {
  readonly id: string
  readonly cartId: string
  readonly sku: string
  readonly quantity: number
  readonly amountCents: number
  readonly status: string
  /** The page on which it can be paid, once there is one. */
  readonly page: Page | null
  /** By the database's clock, milliseconds since 1970. */
  readonly createdAtMs: number
  /** False where the cart had its order already. */
  readonly isNew: boolean
}

/** A page of Stripe's. */
export interface Page {
  readonly id: string
  readonly url: string
}

/** How often a function may take effect: `once`, or as often as it is called. */
export interface Effect {
  readonly once?: boolean
}

const orderColumns = `id, cart_id, sku, quantity, amount_cents, status, session_id, page_url,
             (extract(epoch from created_at) * 1000)::float8 as created_at_ms`

/** Writes the order down; `once`: a cart's only order. */
export async function createOrder(tx: Session, cart: Cart, { once = false }: Effect = {}): Promise<Order> {
  const [made] = await tx.query({
    label: 'createOrder',
    text: `insert into orders (id, cart_id, cart_key, sku, quantity, amount_cents, status)
           values ('ord_' || nextval('order_number'), $1, case when $5::boolean then $1 end, $2, $3, $4, 'PENDING')
           on conflict (cart_key) do nothing
           returning ${orderColumns}`,
    values: [cart.id, cart.sku, cart.quantity, cart.amountCents, once],
  })
  if (made) return toOrder(made, true)
  const [found = {}] = await tx.query({
    label: 'createOrder.find',
    text: `select ${orderColumns} from orders where cart_key = $1`,
    values: [cart.id],
  })
  return toOrder(found, false)
}

/**
 * Takes the units from stock for this order; false if there are not enough. `once`: unless it has them.
 *
 * @param seen what was in stock when it was read: then it writes what that leaves, whatever has happened since
 */
export async function reserveInventory(
  tx: Session,
  order: Order,
  { once = false, seen = null }: Effect & { readonly seen?: number | null } = {},
): Promise<boolean> {
  if (once) {
    // Two statements: one that waited for the row would still look at reservations as they were before it waited.
    await tx.query({
      label: 'reserveInventory.lock',
      text: `select from orders where id = $1 for update`,
      values: [order.id],
    })
    const [row] = await tx.query({
      label: 'reserveInventory.check',
      text: `select status <> 'PENDING' or exists (select from reservations where order_id = $1) as is_done
             from orders where id = $1`,
      values: [order.id],
    })
    if (row?.['is_done'] === true) return true
  }
  const isTaken =
    seen === null ? await takeStock(tx, order) : await writeStock(tx, order, seen - order.quantity)
  if (!isTaken) return false
  await tx.query({
    label: 'reserveInventory.holdUnits',
    text: `insert into reservations (order_id, sku, quantity) values ($1, $2, $3)`,
    values: [order.id, order.sku, order.quantity],
  })
  return true
}

async function takeStock(tx: Session, { sku, quantity }: Order): Promise<boolean> {
  const taken = await tx.query({
    label: 'reserveInventory.takeStock',
    text: `update inventory set stock = stock - $2 where sku = $1 and stock >= $2 returning stock`,
    values: [sku, quantity],
  })
  return taken.length > 0
}

async function writeStock(tx: Session, { sku }: Order, left: number): Promise<boolean> {
  if (left < 0) return false
  await tx.query({
    label: 'reserveInventory.writeStock',
    text: `update inventory set stock = $2 where sku = $1`,
    values: [sku, left],
  })
  return true
}

/** Remembers on which page the order can be paid. */
export async function saveSession(tx: Session, orderId: string, page: Page): Promise<void> {
  await tx.query({
    label: 'saveSession',
    text: `update orders set session_id = $2, page_url = $3 where id = $1`,
    values: [orderId, page.id, page.url],
  })
}

/** Ships what was reserved; `once`: unless the order is settled. */
export async function fulfillOrder(
  tx: Session,
  orderId: string,
  { once = false }: Effect = {},
): Promise<void> {
  if (!(await settle(tx, 'fulfillOrder.settle', orderId, 'FULFILLED', once))) return
  await tx.query({
    label: 'fulfillOrder.ship',
    text: `insert into shipments (order_id, sku, quantity) select id, sku, quantity from orders where id = $1`,
    values: [orderId],
  })
  await tx.query({
    label: 'fulfillOrder.release',
    text: `delete from reservations where order_id = $1`,
    values: [orderId],
  })
}

/** Puts the reserved units back; `once`: unless the order is settled. */
export async function undoOrder(tx: Session, orderId: string, { once = false }: Effect = {}): Promise<void> {
  if (!(await settle(tx, 'undoOrder.settle', orderId, 'CANCELLED', once))) return
  await tx.query({
    label: 'undoOrder.restock',
    text: `update inventory set stock = stock + orders.quantity
           from orders where orders.id = $1 and inventory.sku = orders.sku`,
    values: [orderId],
  })
  await tx.query({
    label: 'undoOrder.release',
    text: `delete from reservations where order_id = $1`,
    values: [orderId],
  })
}

/** Ends an order for which nothing was reserved. */
export async function rejectOrder(tx: Session, orderId: string): Promise<void> {
  await settle(tx, 'rejectOrder', orderId, 'CANCELLED', true)
}

/** Ends an order, in the same transaction as what its end does to the tables. */
async function settle(
  tx: Session,
  label: string,
  orderId: string,
  status: 'FULFILLED' | 'CANCELLED',
  once: boolean,
): Promise<boolean> {
  const settled = await tx.query({
    label,
    text: `update orders set status = $2, due_at = null
           where id = $1 and not ($3::boolean and status in ('FULFILLED', 'CANCELLED')) returning id`,
    values: [orderId, status, once],
  })
  return settled.length > 0
}

/** What a customer is told who gets no page. */
export type Reason = 'out of stock' | 'refused' | 'unavailable'

/** Notes why an order is cancelled, in the same transaction. */
export async function noteReason(tx: Session, label: string, orderId: string, reason: Reason): Promise<void> {
  await tx.query({
    label: `${label}.reason`,
    text: `update orders set reason = $2 where id = $1`,
    values: [orderId, reason],
  })
}

/** Why an order was cancelled; null if nobody noted it. */
export async function findReason(db: Session, { id, cartId }: Order): Promise<string | null> {
  const [row] = await db.query({
    label: 'findReason',
    text: `select reason from orders where id = $1`,
    values: [id],
    workflowId: cartId,
  })
  const reason = row?.['reason']
  return typeof reason === 'string' ? reason : null
}

/** Notes that an event of Stripe's is acted on; false where it was before. */
export async function noteEvent(tx: Session, eventId: string): Promise<boolean> {
  const noted = await tx.query({
    label: 'noteEvent',
    text: `insert into seen_events (id) values ($1) on conflict (id) do nothing returning id`,
    values: [eventId],
  })
  return noted.length > 0
}

export async function findOrder(db: Session, orderId: string, cartId: string): Promise<Order | null> {
  const [row] = await db.query({
    label: 'findOrder',
    text: `select ${orderColumns} from orders where id = $1`,
    values: [orderId],
    workflowId: cartId,
  })
  return row ? toOrder(row, false) : null
}

function toOrder(row: Row, isNew: boolean): Order {
  const [sessionId, url] = [row['session_id'], row['page_url']]
  return {
    id: String(row['id']),
    cartId: String(row['cart_id']),
    sku: String(row['sku']),
    quantity: Number(row['quantity']),
    amountCents: Number(row['amount_cents']),
    status: String(row['status']),
    page: typeof sessionId === 'string' && typeof url === 'string' ? { id: sessionId, url } : null,
    createdAtMs: Math.round(Number(row['created_at_ms'])),
    isNew,
  }
}

/** The shop's own handle on its database: each function in a transaction of its own. */
export interface ShopDatabase {
  transaction<T>(label: string, work: (tx: Session) => Promise<T>): Promise<T>
}

/** Opens it on a connection. Whatever the work throws rolls the transaction back. */
export function openShop(database: Database): ShopDatabase {
  return {
    async transaction(label, work) {
      const tx = await database.begin({ label })
      try {
        const result = await work(tx)
        await tx.commit()
        return result
      } catch (error) {
        await tx.rollback()
        throw error
      }
    },
  }
}

/** Transactions that take units from stock. */
export interface Stock {
  /** @param work gets what was in stock before the transaction, or null where its own statement looks */
  transaction<T>(
    label: string,
    order: Order,
    work: (tx: Session, seen: number | null) => Promise<T>,
  ): Promise<T>
}

/** Without `conditionalStock` the stock is read outside of the transaction that writes it: others may come in between. */
export function openStock(
  database: Database,
  db: ShopDatabase,
  { conditionalStock = true }: { readonly [guard: string]: boolean },
): Stock {
  return {
    async transaction(label, order, work) {
      const seen = conditionalStock ? null : await readStock(database, order)
      return db.transaction(label, (tx) => work(tx, seen))
    },
  }
}

async function readStock(db: Session, { sku }: Order): Promise<number> {
  const [row] = await db.query({
    label: 'reserveInventory.readStock',
    text: `select stock from inventory where sku = $1`,
    values: [sku],
  })
  return Number(row?.['stock'])
}
