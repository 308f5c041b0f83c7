/**
 * The checkout as a durable workflow: one function from the cart to the parcel, written as if nothing could fail.
 *
 * Whatever has been recorded is not done again; whoever takes over begins at the first line and takes each recorded
 * step from its checkpoint.
 */
import { workflow, type Workflow } from '#engine'
import type { Machine } from '#simulator/scenario.ts'
import { askAbout, assumeUnpaid, closePage, isPassing, openPage, pageFor, type Payment } from './payment.ts'
import { createOrder, fulfillOrder, rejectOrder, reserveInventory, undoOrder, type Cart } from './shop.ts'

/** How long a unit is held for somebody who does not pay. */
const payWithinMs = 30 * 60_000
/** How long the shop waits for news of a payment that Stripe has accepted, until it asks. */
const askAfterMs = 3 * 86_400_000
/**
 * Stripe may be away for a while; what it refuses, it refuses for good. 40 attempts take 18 to 36 minutes: about as long
 * as a unit is held, and longer than a customer asks again.
 */
const mostAttempts = 40
const patiently = { retry: { maxAttempts: mostAttempts, retryIf: isPassing } }

/** The last attempt of a step says that there is no answer; the workflow decides what then. */
function unlessLast(attempt: number): (error: unknown) => 'unavailable' {
  return (error) => {
    if (attempt < mostAttempts) throw error
    return 'unavailable'
  }
}

export type Checkout = Workflow<Cart, string>

export function checkoutWorkflow({ stripe, guards, clockMs, environment }: Machine): Checkout {
  const once = { once: guards['idempotentSteps'] === true }
  return workflow('checkout', async (ctx, cart: Cart) => {
    const order = await ctx.transaction('createOrder', (tx) => createOrder(tx, cart, once))
    const reserved = await ctx.transaction('reserveInventory', (tx) => reserveInventory(tx, order, once))
    if (!reserved) {
      await ctx.transaction('rejectOrder', (tx) => rejectOrder(tx, order.id))
      return 'out of stock'
    }
    const page = await ctx.step(
      'createSession',
      ({ idempotencyKey, attempt }) =>
        openPage(
          stripe,
          pageFor(order, guards['databaseTime'] ? order.createdAtMs : clockMs(), ctx.workflowId),
          {
            idempotencyKey: guards['idempotencyKey'] ? idempotencyKey : null,
            reconcile: guards['reconcile'] === true,
            pause: environment.sleep,
          },
        ).catch(unlessLast(attempt)),
      patiently,
    )
    if (typeof page === 'string') {
      await ctx.transaction('undoOrder', (tx) => undoOrder(tx, order.id, once))
      return page
    }
    await ctx.setEvent('checkout-url', page.url)

    const isStray = (payment: Payment) => guards['matchSession'] && payment.sessionId !== page.id
    /** Stripe has accepted the payment, and the money takes its time. */
    let isSettling = false
    for (;;) {
      let payment: Payment | 'unavailable' | null = await ctx.recv<Payment>('payment', {
        timeoutMs: isSettling ? askAfterMs : payWithinMs,
      })
      if (payment === null) {
        // A page that is still open can still be paid: close it before anything is undone.
        const ask = isSettling ? askAbout : guards['expireBeforeCancel'] ? closePage : assumeUnpaid
        payment = await ctx.step(
          'closeSession',
          ({ attempt }) => ask(stripe, page.id).catch(unlessLast(attempt)),
          patiently,
        )
      }
      // Without an answer nobody knows whether it was paid: wait for a webhook, and ask again later.
      if (payment === 'unavailable' || isStray(payment)) continue
      if (payment.status === 'paid') {
        await ctx.transaction('fulfillOrder', (tx) => fulfillOrder(tx, order.id, once))
        return 'fulfilled'
      }
      if (payment.status === 'not paid') {
        await ctx.transaction('undoOrder', (tx) => undoOrder(tx, order.id, once))
        return 'cancelled'
      }
      isSettling = true
    }
  })
}
