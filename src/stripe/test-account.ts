/** For tests only: a simulated account with the official client wired to it, and a clock to turn by hand. */
import type Stripe from 'stripe'
import { createStripeClient } from './client.ts'
import type { Handled, StripeFault, StripeRequest } from './api.ts'
import { createStripe, type SimulatedStripe } from './stripe.ts'
import { toUnixSeconds } from './time.ts'

export const secretKey = 'sk_live_shop'
export const webhookSecret = 'whsec_shop'
export const settlesLaterMs = 5_000_000

export interface TestAccount {
  readonly stripe: SimulatedStripe
  readonly client: Stripe
  /** What the client sent, and what it got, in order. */
  readonly exchanges: { readonly request: StripeRequest; readonly handled: Handled }[]
  /** Virtual milliseconds; set it to let time pass. */
  nowMs: number
  /** What goes wrong in the next request. */
  fault: StripeFault | undefined
}

export function openAccount(clientKey = secretKey): TestAccount {
  const stripe = createStripe({ secretKey, webhookSecret, settlesLaterMs })
  let keys = 0
  const account: TestAccount = {
    stripe,
    client: createStripeClient({
      secretKey: clientKey,
      nowMs: () => account.nowMs,
      newKeyId: () => `${(keys += 1)}`,
      pause: null,
      send: async (request) => {
        const { fault } = account
        account.fault = undefined
        const handled = stripe.handle(request, account.nowMs, fault === undefined ? {} : { fault })
        account.exchanges.push({ request, handled })
        return handled
      },
    }),
    exchanges: [],
    nowMs: 0,
    fault: undefined,
  }
  return account
}

/** One mug for €12; `changes` replace or add to it. */
export function mugOrder(
  changes: Stripe.Checkout.SessionCreateParams = {},
): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'payment',
    line_items: [
      {
        quantity: 1,
        price_data: { currency: 'eur', unit_amount: 1200, product_data: { name: 'Mug & "saucer" für 1' } },
      },
    ],
    success_url: 'https://shop.example/thanks?session={CHECKOUT_SESSION_ID}',
    client_reference_id: 'order-1',
    metadata: { cart_id: 'cart-1', workflow_id: 'checkout-1' },
    ...changes,
  }
}

/** `expires_at` as the shop would reckon it. */
export function inMinutes(account: TestAccount, minutes: number): number {
  return toUnixSeconds(account.nowMs) + minutes * 60
}
