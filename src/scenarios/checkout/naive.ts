/**
 * The naive checkout: two handlers, as somebody would write them on a good day.
 *
 * Each database function is a transaction, Stripe's signature is checked, a webhook is answered only after its work is
 * committed. What the handlers know between two lines is in their memory alone.
 */
import { Hono } from 'hono'
import type { Machine } from '#simulator/scenario.ts'
import { pageFor, readWebhook } from './payment.ts'
import {
  createOrder,
  fulfillOrder,
  openShop,
  rejectOrder,
  reserveInventory,
  saveSession,
  undoOrder,
  type Cart,
} from './shop.ts'

export function naive({ database, stripe, webhookSecret, clockMs }: Machine): Hono {
  const db = openShop(database)
  const app = new Hono()
  app.onError((error, c) => c.text(error.message, 500))

  app.post('/checkout', async (c) => {
    const cart = await c.req.json<Cart>()
    const order = await db.transaction('createOrder', (tx) => createOrder(tx, cart))
    const reserved = await db.transaction('reserveInventory', (tx) => reserveInventory(tx, order))
    if (!reserved) {
      await db.transaction('rejectOrder', (tx) => rejectOrder(tx, order.id))
      return c.json({ error: 'out of stock' }, 409)
    }
    const session = await stripe.checkout.sessions.create(pageFor(order))
    await db.transaction('saveSession', (tx) => saveSession(tx, order.id, session.id))
    return c.json({ url: session.url })
  })

  app.post('/webhook', async (c) => {
    const body = await c.req.text()
    const event = readWebhook(body, c.req.header('stripe-signature'), webhookSecret, clockMs())
    if (event.type === 'checkout.session.completed') {
      await db.transaction('fulfillOrder', (tx) => fulfillOrder(tx, event.orderId))
    } else if (event.type === 'checkout.session.expired') {
      await db.transaction('undoOrder', (tx) => undoOrder(tx, event.orderId))
    }
    return c.text('ok')
  })

  return app
}
