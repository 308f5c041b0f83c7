/** Paying by Stripe: the page on which an order is paid, and what Stripe says of it later. */
import { fromUnixSeconds, verifyWebhook } from '#stripe'
import type { Machine } from '#simulator/scenario.ts'
import type { Order } from './shop.ts'

export type Stripe = Machine['stripe']

/** What a shop wants to know of a payment. */
export interface Payment {
  readonly status: 'paid' | 'not paid'
}

/** The parameters of the page for an order: the same order gives the same parameters, as a key demands. */
export function pageFor(order: Order) {
  return {
    mode: 'payment' as const,
    client_reference_id: order.id,
    metadata: { cart_id: order.cartId },
    line_items: [
      {
        quantity: order.quantity,
        price_data: {
          currency: 'eur',
          unit_amount: order.amountCents / order.quantity,
          product_data: { name: order.sku },
        },
      },
    ],
    success_url: 'https://shop.example/thanks',
    cancel_url: 'https://shop.example/cart',
  }
}

/**
 * Closes the page so that nobody can pay any more, and says whether somebody had. Whoever cancels an order has to
 * ask this first.
 */
export async function closePage(stripe: Stripe, sessionId: string): Promise<Payment> {
  try {
    await stripe.checkout.sessions.expire(sessionId)
    return { status: 'not paid' }
  } catch (error) {
    // Only an open page can be closed: this one was paid, or had expired by itself, or an earlier try closed it.
    if (!isInvalidRequest(error)) throw error
    const session = await stripe.checkout.sessions.retrieve(sessionId)
    return { status: session.payment_status === 'paid' ? 'paid' : 'not paid' }
  }
}

/** A webhook that Stripe signed, as far as the shop cares. */
export interface PaymentEvent {
  readonly id: string
  readonly type: string
  readonly orderId: string
  readonly cartId: string
  readonly payment: Payment
}

/**
 * Reads a webhook's raw body.
 * @param receivedAtMs unix milliseconds, by the clock that is to be trusted
 * @throws if Stripe did not sign it within the last five minutes
 */
export function readWebhook(
  body: string,
  signature: string | undefined,
  secret: string,
  receivedAtMs: number,
): PaymentEvent {
  const receivedAt = fromUnixSeconds(receivedAtMs / 1000)
  const event = verifyWebhook({ payload: body, header: signature ?? '', secret, receivedAtMs: receivedAt })
  const session = event.data.object as {
    client_reference_id?: string | null
    payment_status?: string
    metadata?: { cart_id?: string } | null
  }
  return {
    id: event.id,
    type: event.type,
    orderId: session.client_reference_id ?? '',
    cartId: session.metadata?.cart_id ?? '',
    payment: { status: session.payment_status === 'paid' ? 'paid' : 'not paid' },
  }
}

function isInvalidRequest(error: unknown): boolean {
  return error instanceof Error && 'type' in error && error.type === 'StripeInvalidRequestError'
}
