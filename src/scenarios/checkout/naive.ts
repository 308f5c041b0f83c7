/**
 * The naive checkout: two handlers, as somebody would write them on a good day.
 *
 * Each database function is a transaction, Stripe's signature is checked, a webhook is answered only after its work is
 * committed. What the handlers know between two lines is in their memory alone.
 */
import { Hono } from 'hono'
import type { Machine } from '#simulator/scenario.ts'
import { pageFor, readWebhook, type PaymentEvent } from './payment.ts'
import {
  createOrder,
  fulfillOrder,
  noteEvent,
  openShop,
  rejectOrder,
  reserveInventory,
  saveSession,
  undoOrder,
  type Cart,
} from './shop.ts'

export function naive({ database, stripe, webhookSecret, clockMs, guards }: Machine): Hono {
  const { cartKey = false, webhookDedupe = false, eventByObject = false, verifySignature = true } = guards
  const isNoted = webhookDedupe || eventByObject
  // Stripe may tell of one change by two events, each with an id of its own.
  const noteOf = (event: PaymentEvent) =>
    eventByObject ? `${event.type} ${event.payment.sessionId}` : event.id
  const db = openShop(database)
  const app = new Hono()
  app.onError((error, c) => c.text(error.message, 500))

  app.post('/checkout', async (c) => {
    const cart = await c.req.json<Cart>()
    const order = await db.transaction('createOrder', (tx) => createOrder(tx, cart, { once: cartKey }))
    if (order.page) return c.json({ url: order.page.url })
    if (!order.isNew) return c.text('being processed', 503)
    const reserved = await db.transaction('reserveInventory', (tx) => reserveInventory(tx, order))
    if (!reserved) {
      await db.transaction('rejectOrder', (tx) => rejectOrder(tx, order.id))
      return c.json({ error: 'out of stock' }, 409)
    }
    const session = await stripe.checkout.sessions.create(pageFor(order, clockMs()))
    const page = { id: session.id, url: session.url ?? '' }
    await db.transaction('saveSession', (tx) => saveSession(tx, order.id, page))
    return c.json({ url: page.url })
  })

  app.post('/webhook', async (c) => {
    const body = await c.req.text()
    const event = readWebhook(body, c.req.header('stripe-signature'), {
      secret: webhookSecret,
      receivedAtMs: clockMs(),
      verifySignature,
      paymentStatus: false,
    })
    if (event.type === 'checkout.session.completed') {
      await db.transaction('fulfillOrder', async (tx) => {
        if (isNoted && !(await noteEvent(tx, noteOf(event)))) return
        await fulfillOrder(tx, event.orderId)
      })
    } else if (event.type === 'checkout.session.expired') {
      await db.transaction('undoOrder', async (tx) => {
        if (isNoted && !(await noteEvent(tx, noteOf(event)))) return
        await undoOrder(tx, event.orderId)
      })
    }
    return c.text('ok')
  })

  return app
}
