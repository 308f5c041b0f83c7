/**
 * The checkout as a state machine: what has been done is a state in the order's own row, and each transition commits
 * together with its effect.
 *
 * Whoever has an order in hand moves it on for as long as it can. A poller picks up what nobody moves: orders of a
 * server that died, and those whose customer has had the time to pay.
 */
import { Hono } from 'hono'
import type { Session } from '#engine'
import type { Machine } from '#simulator/scenario.ts'
import { clockOf } from './clock.ts'
import { askAbout, assumeUnpaid, closePage, openPage, pageFor, readWebhook, type Payment } from './payment.ts'
import { runPoller } from './poller.ts'
import {
  createOrder,
  findOrder,
  findReason,
  fulfillOrder,
  noteReason,
  openShop,
  reserveInventory,
  saveSession,
  undoOrder,
  type Cart,
  type Order,
} from './shop.ts'

/** How long a unit is held for somebody who does not pay. */
const payWithinMs = 30 * 60_000
/** How long the shop waits for news of a payment that Stripe has accepted, until it asks. */
const askAfterMs = 3 * 86_400_000
/** For as long is an order left to the one that moved it last. */
const ownMs = 30_000
/** In these an order waits for its customer until it is due. */
const waiting: ReadonlySet<string> = new Set(['OPEN', 'PROCESSING'])

export function stateMachine(machine: Machine): Hono {
  const { database, environment, stripe, guards, clockMs, webhookSecret } = machine
  const once = { once: guards['guardedUpdates'] === true }
  const db = openShop(database)
  const readClock = clockOf(machine)

  /** What is to be done in each state, and which comes next. */
  const states: { readonly [state: string]: (order: Order) => Promise<string> } = {
    PENDING: (order) =>
      db.transaction('reserveInventory', async (tx) => {
        const reserved = await reserveInventory(tx, order)
        await move(tx, 'reserveInventory', order, reserved ? 'RESERVED' : 'CANCELLED', ownMs)
        if (!reserved) await noteReason(tx, 'reserveInventory', order.id, 'out of stock')
        return reserved ? 'RESERVED' : 'CANCELLED'
      }),
    RESERVED: async (order) => {
      const fromMs = guards['databaseTime'] ? order.createdAtMs : clockMs()
      const page = await openPage(stripe, pageFor(order, fromMs), {
        idempotencyKey: guards['idempotencyKey'] ? order.id : null,
        reconcile: guards['reconcile'] === true,
        pause: environment.sleep,
      })
      if (page === 'refused') {
        await db.transaction('undoOrder', async (tx) => {
          await undoOrder(tx, order.id, once)
          await noteReason(tx, 'undoOrder', order.id, 'refused')
        })
        return 'CANCELLED'
      }
      await db.transaction('saveSession', async (tx) => {
        await saveSession(tx, order.id, page)
        await move(tx, 'saveSession', order, 'OPEN', payWithinMs)
      })
      return 'OPEN'
    },
    OPEN: async (order) => {
      const page = order.page?.id ?? ''
      // A page that is still open can still be paid: close it before anything is undone.
      const payment = await (guards['expireBeforeCancel'] ? closePage : assumeUnpaid)(stripe, page)
      if (payment.status === 'paid') {
        await db.transaction('fulfillOrder', (tx) => fulfillOrder(tx, order.id, once))
        return 'FULFILLED'
      }
      if (payment.status === 'pending') {
        await awaitSettlement(order)
        return 'PROCESSING'
      }
      await db.transaction('undoOrder', (tx) => undoOrder(tx, order.id, once))
      return 'CANCELLED'
    },
    // Accepted, and the money takes its time: as long as it may come, the order waits.
    PROCESSING: async (order) => {
      const payment = await askAbout(stripe, order.page?.id ?? '')
      if (payment.status === 'paid') {
        await db.transaction('fulfillOrder', (tx) => fulfillOrder(tx, order.id, once))
        return 'FULFILLED'
      }
      if (payment.status === 'pending') {
        await awaitSettlement(order)
        return order.status
      }
      await db.transaction('undoOrder', (tx) => undoOrder(tx, order.id, once))
      return 'CANCELLED'
    },
  }
  const known = machine.version === 1 ? states : { ...states, SCREENING: screen }

  function awaitSettlement(order: Order): Promise<void> {
    return db.transaction('awaitSettlement', (tx) =>
      move(tx, 'awaitSettlement', order, 'PROCESSING', askAfterMs),
    )
  }

  /** What a deploy brings in mid-flight: a state that the code before it does not know. */
  function screen(order: Order): Promise<string> {
    return db.transaction('screenCart', async (tx) => {
      await move(tx, 'screenCart', order, 'PENDING', ownMs)
      return 'PENDING'
    })
  }

  /** Whether it is about another page than the order's. */
  function isStray({ page }: Order, { sessionId }: Payment): boolean {
    return guards['matchSession'] === true && page !== null && page.id !== sessionId
  }

  /** Moves an order on, unless somebody else has: then all of the transaction is taken back. */
  async function move(
    tx: Session,
    label: string,
    order: Order,
    state: string,
    dueInMs: number,
  ): Promise<void> {
    const moved = await tx.query({
      label: `${label}.move`,
      text: `update orders set status = $2, due_at = engine.now() + $3::float8 * interval '1 millisecond', looks = 0
             where id = $1 and (status = $4 or not $5::boolean) returning id`,
      values: [order.id, state, dueInMs, order.status, once.once],
      wakes: true,
    })
    if (moved.length === 0) throw new MovedOnError(order)
  }

  /** Moves an order on until it rests. @param over the state in which it has waited long enough */
  async function advance(orderId: string, cartId: string, over: string | null): Promise<Order | null> {
    for (let mayLeave = over; ; mayLeave = null) {
      const order = await findOrder(database, orderId, cartId)
      const rests = order === null || (waiting.has(order.status) && order.status !== mayLeave)
      const act = rests ? undefined : known[order.status]
      if (rests || act === undefined) return order
      try {
        await act(order)
      } catch (error) {
        if (!(error instanceof MovedOnError)) throw error
      }
    }
  }

  /** Ends an order for which there is no page after many looks. Its unit goes back; nobody has a page to pay on. */
  async function giveUp(orderId: string, cartId: string): Promise<void> {
    const order = await findOrder(database, orderId, cartId)
    if (order?.status !== 'RESERVED') return
    await db.transaction('undoOrder', async (tx) => {
      // If another server has opened the page meanwhile, all of it is taken back.
      await move(tx, 'undoOrder', order, 'RESERVED', ownMs)
      await undoOrder(tx, orderId, once)
      await noteReason(tx, 'undoOrder', orderId, 'unavailable')
    })
  }

  const app = new Hono()
  app.onError((error, c) => c.text(error.message, 500))

  app.post('/checkout', async (c) => {
    const cart = await c.req.json<Cart>()
    const { id, cartId } = await db.transaction('createOrder', async (tx) => {
      const order = await createOrder(tx, cart, { once: guards['cartKey'] === true })
      const first = machine.version === 1 ? 'PENDING' : 'SCREENING'
      if (order.isNew) await move(tx, 'createOrder', order, first, ownMs)
      return order
    })
    const order = await advance(id, cartId, null)
    if (order?.page) return c.json({ url: order.page.url })
    if (order?.status === 'CANCELLED') {
      const why = await findReason(database, order)
      return c.json({ error: why }, why === 'unavailable' ? 503 : 409)
    }
    return c.text('being processed', 503)
  })

  app.post('/webhook', async (c) => {
    const body = await c.req.text()
    const event = readWebhook(body, c.req.header('stripe-signature'), {
      secret: webhookSecret,
      receivedAtMs: await readClock(),
      // Which say what is checked of the signature and of the payment.
      guards,
    })
    const order = await findOrder(database, event.orderId, event.cartId)
    if (order === null || isStray(order, event.payment)) return c.text('not ours')
    if (event.payment.status === 'paid') {
      await db.transaction('fulfillOrder', (tx) => fulfillOrder(tx, order.id, once))
    } else if (event.payment.status === 'not paid') {
      await db.transaction('undoOrder', (tx) => undoOrder(tx, order.id, once))
    }
    return c.text('ok')
  })

  if (guards['poller'])
    void runPoller(machine, { states: Object.keys(known), waiting: [...waiting] }, { advance, giveUp })
  return app
}

/** Somebody else has moved the order on since it was read. */
class MovedOnError extends Error {
  override readonly name = 'MovedOnError'

  constructor({ id, status }: Order) {
    super(`${id} is no longer ${status}.`)
  }
}
