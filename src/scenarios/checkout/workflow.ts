/**
 * The checkout as a durable workflow: one function from the cart to the parcel, written as if nothing could fail.
 *
 * Whatever has been recorded is not done again; whoever takes over begins at the first line and takes each recorded
 * step from its checkpoint.
 */
import { workflow } from '#engine'
import { closePage, pageFor, type Payment, type Stripe } from './payment.ts'
import { createOrder, fulfillOrder, rejectOrder, reserveInventory, undoOrder, type Cart } from './shop.ts'

/** How long a unit is held for somebody who does not pay. */
const payWithinMs = 30 * 60_000

export function checkoutWorkflow(stripe: Stripe) {
  return workflow('checkout', async (ctx, cart: Cart) => {
    const order = await ctx.transaction('createOrder', (tx) => createOrder(tx, cart))
    const reserved = await ctx.transaction('reserveInventory', (tx) => reserveInventory(tx, order))
    if (!reserved) {
      await ctx.transaction('rejectOrder', (tx) => rejectOrder(tx, order.id))
      return 'out of stock'
    }
    const page = await ctx.step('createSession', async ({ idempotencyKey }) => {
      const session = await stripe.checkout.sessions.create(pageFor(order), { idempotencyKey })
      return { id: session.id, url: session.url ?? '' }
    })
    await ctx.setEvent('checkout-url', page.url)
    let payment = await ctx.recv<Payment>('payment', { timeoutMs: payWithinMs })
    if (payment === null) {
      // A page that is still open can still be paid: close it before anything is undone.
      payment = await ctx.step('closeSession', () => closePage(stripe, page.id))
    }
    if (payment.status === 'paid') {
      await ctx.transaction('fulfillOrder', (tx) => fulfillOrder(tx, order.id))
      return 'fulfilled'
    }
    await ctx.transaction('undoOrder', (tx) => undoOrder(tx, order.id))
    return 'cancelled'
  })
}
