/**
 * The durable checkout: the workflow on an engine whose checkpoints commit in the shop's own transactions.
 *
 * The cart's id is the workflow's id, so a second click or another try attaches to the checkout that is under way.
 */
import { Hono } from 'hono'
import { createEngine } from '#engine'
import type { Machine } from '#simulator/scenario.ts'
import { readWebhook } from './payment.ts'
import type { Cart } from './shop.ts'
import { checkoutWorkflow } from './workflow.ts'

/** How long a server that has died keeps its workflows from the others. */
const leaseMs = 10_000
/** How often a server looks for what another one publishes. */
const pollMs = 2_000

export function durable({ name, database, environment, stripe, webhookSecret }: Machine): Hono {
  const checkout = checkoutWorkflow(stripe)
  const engine = createEngine({ environment, workflows: [checkout], executorId: name, leaseMs, pollMs })
  const app = new Hono()
  app.onError((error, c) => c.text(error.message, 500))

  app.post('/checkout', async (c) => {
    const cart = await c.req.json<Cart>()
    await engine.start(checkout, cart.id, cart)
    const url = await engine.getEvent(cart.id, 'checkout-url')
    if (!url.found) return c.json({ error: 'out of stock' }, 409)
    return c.json({ url: url.value })
  })

  app.post('/webhook', async (c) => {
    const body = await c.req.text()
    // The database's clock, which all servers share: this server's own may be wrong.
    const [now] = await database.query({
      label: 'now',
      text: 'select extract(epoch from engine.now())::float8 * 1000 as ms',
      values: [],
    })
    const event = readWebhook(body, c.req.header('stripe-signature'), webhookSecret, Number(now?.['ms']))
    await engine.send(event.cartId, 'payment', { ...event.payment }, { idempotencyKey: event.id })
    return c.text('ok')
  })

  void engine.run()
  return app
}
