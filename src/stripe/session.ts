import { toUnixSeconds } from './time.ts'

export type SessionStatus = 'open' | 'complete' | 'expired'

/**
 * `no_payment_required`: completed, and there was nothing to pay (https://docs.stripe.com/payments/checkout/no-cost-orders).
 * What a free session says while it is open is not documented; here it is `unpaid`, as any open one.
 */
export type PaymentStatus = 'unpaid' | 'paid' | 'no_payment_required'

/** One line of what is sold. */
export interface LineItem {
  readonly name: string
  readonly quantity: number
  /** For one unit. */
  readonly unitAmountCents: number
}

/** What a request to create a session asks for, already validated. */
export interface SessionOrder {
  readonly lineItems: readonly LineItem[]
  readonly currency: string
  readonly successUrl: string
  readonly cancelUrl: string | null
  readonly customerEmail: string | null
  readonly clientReferenceId: string | null
  readonly metadata: Readonly<Record<string, string>>
  /** Unix seconds. */
  readonly expiresAt: number
}

/** A payment that was accepted and is still to come. */
export interface Settlement {
  /** Virtual milliseconds. */
  readonly dueMs: number
  readonly succeeds: boolean
}

/** A page on which one customer can pay for one order, once. Only the ledger changes it. */
export interface Session {
  readonly id: string
  readonly order: SessionOrder
  readonly amountCents: number
  /** Virtual milliseconds. */
  readonly createdMs: number
  status: SessionStatus
  paymentStatus: PaymentStatus
  /** Made when the customer pays, so null before. */
  paymentIntentId: string | null
  settlement: Settlement | null
}

/** The ids by which the shop knows what a session is for; each null where the shop sent none. */
export interface Reference {
  readonly orderId: string | null
  readonly cartId: string | null
  readonly workflowId: string | null
}

/** The shop's ids, from `client_reference_id` and the metadata. */
export function referenceOf({ clientReferenceId, metadata }: SessionOrder): Reference {
  return {
    orderId: clientReferenceId ?? metadata['order_id'] ?? null,
    cartId: metadata['cart_id'] ?? null,
    workflowId: metadata['workflow_id'] ?? null,
  }
}

export function totalCents(lineItems: readonly LineItem[]): number {
  return lineItems.reduce((sum, item) => sum + item.quantity * item.unitAmountCents, 0)
}

const pageUrl = 'https://checkout.stripe.com/c/pay/'

/** The address of the page; null once the session can no longer be paid, as Stripe has it. */
export function urlOf(session: Session): string | null {
  return session.status === 'open' ? pageUrl + session.id : null
}

/** The session that a page's address belongs to; null for any other address. */
export function sessionIdFromUrl(url: string): string | null {
  return url.startsWith(pageUrl) ? url.slice(pageUrl.length) : null
}

/** How the payment of a session stands, as `payment_intent.status` has it. */
function intentStatus({ paymentStatus, settlement }: Session): string {
  if (paymentStatus === 'paid') return 'succeeded'
  return settlement === null ? 'requires_payment_method' : 'processing'
}

/**
 * The session with its `payment_intent` as an object in place of its id, as `expand` asks for. A session whose payment
 * has failed stays `complete` and `unpaid`; only here does it differ from one whose payment is still to come.
 */
export function renderWithIntent(session: Session): Readonly<Record<string, unknown>> {
  const { paymentIntentId: id, amountCents: amount, order } = session
  const intent = {
    id,
    object: 'payment_intent',
    amount,
    currency: order.currency,
    status: intentStatus(session),
  }
  return { ...renderSession(session), payment_intent: id === null ? null : intent }
}

/** The `checkout.session` object of the API and of webhooks, as it is now. */
export function renderSession(session: Session): Readonly<Record<string, unknown>> {
  const { order } = session
  return {
    id: session.id,
    object: 'checkout.session',
    amount_subtotal: session.amountCents,
    amount_total: session.amountCents,
    cancel_url: order.cancelUrl,
    client_reference_id: order.clientReferenceId,
    created: toUnixSeconds(session.createdMs),
    currency: order.currency,
    customer: null,
    customer_email: order.customerEmail,
    expires_at: order.expiresAt,
    livemode: true,
    metadata: order.metadata,
    mode: 'payment',
    payment_intent: session.paymentIntentId,
    payment_method_types: ['card', 'sepa_debit'],
    payment_status: session.paymentStatus,
    status: session.status,
    success_url: order.successUrl,
    ui_mode: 'hosted_page',
    url: urlOf(session),
  }
}
