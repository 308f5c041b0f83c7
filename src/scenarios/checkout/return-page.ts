// @program
/**
 * The page to which Stripe sends a customer who has paid. It asks Stripe for the payment and ships, so that the customer
 * need not wait for the webhook: https://docs.stripe.com/checkout/fulfillment recommends both.
 */
import type { Hono } from 'hono'
import type { Machine } from '#simulator/scenario.ts'
import type { EventWork } from './event-work.ts'
import { returnPath } from './payment-urls.ts'
import { askAfterReturn } from './payment.ts'
import { fulfillOrder } from './shop.ts'

export function serveReturnPage(app: Hono, { stripe }: Pick<Machine, 'stripe'>, events: EventWork): void {
  app.get(returnPath, async (c) => {
    // Before a handler first waits, a call that waits in a library is tied to no line (F2 in frame.ts).
    const sessionId = await Promise.resolve(c.req.query('session_id') ?? '')
    const event = await askAfterReturn(stripe, sessionId)
    if (event.payment.status !== 'paid') return c.text('Thank you, your payment is under way')
    await events.transaction('fulfillOrder', event, async (tx, noteEvent) => {
      const isNew = await noteEvent()
      if (isNew) await fulfillOrder(tx, event.orderId)
    })
    return c.text('Thank you for your order')
  })
}
