/**
 * The shop's functions on a real PostgreSQL, where transactions overlap: what each does under the other's eyes. A
 * simulated run cannot show it, since its database has one session.
 */
import { expect, test } from 'vitest'
import type { Database, Session } from '#engine'
import { createPgDatabase } from '#engine/pg-database.ts'
import { untilOneWaits } from '#engine/testing/locks.ts'
import { usePostgres, type PostgresDatabase } from '#engine/testing/postgres-server.ts'
import { runPoller } from './poller.ts'
import { seedSql, shopSchemaSql } from './schema.ts'
import { createOrder, fulfillOrder, reserveInventory, undoOrder, type Cart, type Order } from './shop.ts'

const server = usePostgres()
const once = { once: true }

interface Shop {
  readonly database: Database
  readonly observer: PostgresDatabase['observer']
  /** In a transaction of its own, with nobody else about. */
  alone<T>(act: (tx: Session) => Promise<T>): Promise<T>
  /** The second begins to act when the first has acted, and before it commits. */
  overlap<A, B>(
    first: (tx: Session) => Promise<A>,
    second: (tx: Session) => Promise<B>,
  ): Promise<readonly [A, B]>
  count(table: 'orders' | 'reservations' | 'shipments'): Promise<number>
  stock(): Promise<number>
}

async function openShop(stock: number): Promise<Shop> {
  const { observer, createPool } = await server().createDatabase(shopSchemaSql)
  for (const { text, values } of seedSql) await observer.query(text, [...values(stock)])
  const database = createPgDatabase(createPool())

  async function number(text: string): Promise<number> {
    const { rows } = await observer.query<{ number: number }>(text)
    return rows[0]?.number ?? Number.NaN
  }

  return {
    database,
    observer,
    async alone(act) {
      const tx = await database.begin({ label: 'alone' })
      const answer = await act(tx)
      await tx.commit()
      return answer
    },
    async overlap(first, second) {
      const [one, other] = [
        await database.begin({ label: 'first' }),
        await database.begin({ label: 'second' }),
      ]
      const answer = await first(one)
      const later = second(other)
      // It waits for the first, or it has not noticed it.
      await Promise.race([later.catch(() => undefined), untilOneWaits({ observer })])
      await one.commit()
      const late = await later
      await other.commit()
      return [answer, late]
    },
    count: (table) => number(`select count(*)::int as number from ${table}`),
    stock: () => number('select stock as number from inventory'),
  }
}

const cart = (number: number): Cart => ({ id: `cart-${number}`, sku: 'mug', quantity: 1, amountCents: 1_800 })

async function reservedOrder({ alone }: Shop): Promise<Order> {
  return alone(async (tx) => {
    const order = await createOrder(tx, cart(1), once)
    await reserveInventory(tx, order, once)
    return order
  })
}

test('two clicks at once make one order, and the second finds it', async () => {
  const shop = await openShop(2)
  const create = (tx: Session): Promise<Order> => createOrder(tx, cart(1), once)
  const [first, second] = await shop.overlap(create, create)
  expect([first.isNew, second.isNew]).toEqual([true, false])
  expect(second.id).toBe(first.id)
  expect(await shop.count('orders')).toBe(1)
})

test('of two orders that want the last mug one gets it', async () => {
  const shop = await openShop(1)
  const [one, other] = await shop.alone(async (tx) => [
    await createOrder(tx, cart(1), once),
    await createOrder(tx, cart(2), once),
  ])
  const got = await shop.overlap(
    (tx) => reserveInventory(tx, one),
    (tx) => reserveInventory(tx, other),
  )
  expect(got).toEqual([true, false])
  expect([await shop.stock(), await shop.count('reservations')]).toEqual([0, 1])
})

// A statement that waits for the order's row would look for reservations in a snapshot that is older than its wait.
test('an order that two servers reserve for at once takes its units once', async () => {
  const shop = await openShop(2)
  const order = await shop.alone((tx) => createOrder(tx, cart(1), once))
  const reserve = (tx: Session): Promise<boolean> => reserveInventory(tx, order, once)
  expect(await shop.overlap(reserve, reserve)).toEqual([true, true])
  expect([await shop.stock(), await shop.count('reservations')]).toEqual([1, 1])
})

test('an order that two servers ship at once is shipped once, and holds nothing any more', async () => {
  const shop = await openShop(2)
  const { id } = await reservedOrder(shop)
  const fulfill = (tx: Session): Promise<void> => fulfillOrder(tx, id, once)
  await shop.overlap(fulfill, fulfill)
  expect([await shop.count('shipments'), await shop.count('reservations'), await shop.stock()]).toEqual([
    1, 0, 1,
  ])
})

test('an order that two servers undo at once is put back once', async () => {
  const shop = await openShop(2)
  const { id } = await reservedOrder(shop)
  const undo = (tx: Session): Promise<void> => undoOrder(tx, id, once)
  await shop.overlap(undo, undo)
  expect([await shop.count('reservations'), await shop.stock()]).toEqual([0, 2])
})

test('of a shipment and an undo at once the first stands', async () => {
  const shop = await openShop(2)
  const { id } = await reservedOrder(shop)
  await shop.overlap(
    (tx) => fulfillOrder(tx, id, once),
    (tx) => undoOrder(tx, id, once),
  )
  expect([await shop.count('shipments'), await shop.stock()]).toEqual([1, 1])
})

test('pollers that look at once take no order twice', async () => {
  const { database, observer } = await openShop(2)
  await observer.query(
    `insert into orders (id, cart_id, sku, quantity, amount_cents, status, due_at)
     select 'ord_' || n, 'cart-' || n, 'mug', 1, 1800, 'OPEN', engine.now() - interval '1 second'
     from generate_series(1, 200) n`,
  )
  const taken: string[] = []
  const never = (): Promise<void> => new Promise(() => undefined)
  await Promise.all(
    Array.from({ length: 8 }, () => {
      return new Promise<void>((resolve) => {
        const stop = (): Promise<void> => {
          resolve()
          return never()
        }
        // It stops when it finds nothing that is due.
        const environment = { database, random: () => 0, sleep: never, idle: stop }
        const advance = async (orderId: string): Promise<void> => {
          taken.push(orderId)
          if (taken.length > 200) await stop()
        }
        const polled = { states: ['OPEN'], waiting: ['OPEN'] }
        void runPoller({ database, environment }, polled, { advance, giveUp: never })
      })
    }),
  )
  expect(taken).toHaveLength(200)
  expect(new Set(taken).size).toBe(200)
})
