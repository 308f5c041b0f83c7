/**
 * The naive checkout: two handlers, as somebody would write them on a good day.
 *
 * Each database function is a transaction, Stripe's signature is checked, a webhook is answered only after its work is
 * committed. What the handlers know between two lines is in their memory alone.
 */
import { Hono } from 'hono'
import type { Machine } from '#simulator/scenario.ts'
import { answerFirst, countEvents } from './event-work.ts'
import { returnUrl, thanksUrl } from './payment-urls.ts'
import { pageFor, readWebhook } from './payment.ts'
import { serveReturnPage } from './return-page.ts'
import {
  createOrder,
  fulfillOrder,
  openShop,
  openStock,
  rejectOrder,
  reserveInventory,
  saveSession,
  undoOrder,
  type Cart,
} from './shop.ts'

export function naive(machine: Machine): Hono {
  const { database, environment, stripe, webhookSecret, clockMs, guards } = machine
  const { cartKey = false, workBeforeAnswer = true } = guards
  const db = openShop(database)
  const stock = openStock(database, db, guards)
  const events = countEvents(db, guards)
  const success_url = guards['returnPage'] ? returnUrl : thanksUrl
  const webhooks = workBeforeAnswer ? events : answerFirst(events, environment)
  const app = new Hono()
  app.onError((error, c) => c.text(error.message, 500))

  app.post('/checkout', async (c) => {
    const cart = await c.req.json<Cart>()
    const order = await db.transaction('createOrder', (tx) => createOrder(tx, cart, { once: cartKey }))
    if (order.page) return c.json({ url: order.page.url })
    if (!order.isNew) return c.text('being processed', 503)
    const reserved = await stock.transaction('reserveInventory', order, (tx, seen) =>
      reserveInventory(tx, order, { seen }),
    )
    if (!reserved) {
      await db.transaction('rejectOrder', (tx) => rejectOrder(tx, order.id))
      return c.json({ error: 'out of stock' }, 409)
    }
    const session = await stripe.checkout.sessions.create({ ...pageFor(order, clockMs()), success_url })
    const page = { id: session.id, url: session.url ?? '' }
    await db.transaction('saveSession', (tx) => saveSession(tx, order.id, page))
    return c.json({ url: page.url })
  })

  app.post('/webhook', async (c) => {
    const body = await c.req.text()
    const event = readWebhook(body, c.req.header('stripe-signature'), {
      secret: webhookSecret,
      receivedAtMs: clockMs(),
      guards,
    })
    if (event.type === 'checkout.session.completed') {
      await webhooks.transaction('fulfillOrder', event, async (tx, noteEvent) => {
        const isNew = await noteEvent()
        if (isNew) await fulfillOrder(tx, event.orderId)
      })
    } else if (event.type === 'checkout.session.expired') {
      await webhooks.transaction('undoOrder', event, async (tx, noteEvent) => {
        const isNew = await noteEvent()
        if (isNew) await undoOrder(tx, event.orderId)
      })
    }
    return c.text('ok')
  })

  serveReturnPage(app, machine, events)
  return app
}
