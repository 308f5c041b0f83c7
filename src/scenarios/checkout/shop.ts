/**
 * The shop: what has to happen to the tables, as plain SQL functions that take a query handle.
 *
 * Every implementation calls these same functions. What differs between them is who calls what, when, and what is
 * remembered in between.
 */
import type { Database, Session } from '#engine'

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
}

/** Writes the order down. Calling it twice makes two orders. */
export async function createOrder(tx: Session, cart: Cart): Promise<Order> {
  const [row] = await tx.query({
    label: 'createOrder',
    text: `insert into orders (id, cart_id, sku, quantity, amount_cents, status)
           values ('ord_' || nextval('order_number'), $1, $2, $3, $4, 'PENDING') returning id`,
    values: [cart.id, cart.sku, cart.quantity, cart.amountCents],
  })
  return {
    id: String(row?.['id']),
    cartId: cart.id,
    sku: cart.sku,
    quantity: cart.quantity,
    amountCents: cart.amountCents,
  }
}

/** Takes the units from stock for this order; false if there are not enough. */
export async function reserveInventory(tx: Session, order: Order): Promise<boolean> {
  const taken = await tx.query({
    label: 'reserveInventory.takeStock',
    text: `update inventory set stock = stock - $2 where sku = $1 and stock >= $2 returning stock`,
    values: [order.sku, order.quantity],
  })
  if (taken.length === 0) return false
  await tx.query({
    label: 'reserveInventory.holdUnits',
    text: `insert into reservations (order_id, sku, quantity) values ($1, $2, $3)`,
    values: [order.id, order.sku, order.quantity],
  })
  return true
}

/** Remembers on which page the order can be paid. */
export async function saveSession(tx: Session, orderId: string, sessionId: string): Promise<void> {
  await tx.query({
    label: 'saveSession',
    text: `update orders set session_id = $2 where id = $1`,
    values: [orderId, sessionId],
  })
}

/** Ships what was reserved. Calling it twice ships twice. */
export async function fulfillOrder(tx: Session, orderId: string): Promise<void> {
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
  await tx.query({
    label: 'fulfillOrder.settle',
    text: `update orders set status = 'FULFILLED' where id = $1`,
    values: [orderId],
  })
}

/** Puts the reserved units back. Calling it twice puts them back twice. */
export async function undoOrder(tx: Session, orderId: string): Promise<void> {
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
  await tx.query({
    label: 'undoOrder.settle',
    text: `update orders set status = 'CANCELLED' where id = $1`,
    values: [orderId],
  })
}

/** Ends an order for which nothing was reserved. */
export async function rejectOrder(tx: Session, orderId: string): Promise<void> {
  await tx.query({
    label: 'rejectOrder',
    text: `update orders set status = 'CANCELLED' where id = $1`,
    values: [orderId],
  })
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
