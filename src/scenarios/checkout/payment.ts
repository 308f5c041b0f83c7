/** Paying by Stripe: the page on which an order is paid, and what Stripe says of it later. */
import { fromUnixSeconds, verifyWebhook } from '#stripe'
import type { Machine } from '#simulator/scenario.ts'
import { thanksUrl } from './payment-urls.ts'
import type { Order, Page } from './shop.ts'

export type Stripe = Machine['stripe']

/**
 * For how long a page is open: at least 30 minutes from when it is made, says Stripe, and that may be later than
 * planned. It is closed when the time to pay is over, so what is too long does no harm.
 */
const pageLifetimeMs = 90 * 60_000

/** What a shop wants to know of a payment. */
export interface Payment {
  /** `pending`: accepted by a method that settles later. */
  readonly status: 'paid' | 'pending' | 'not paid'
  /** The page that it is about. */
  readonly sessionId: string
}

/** The parameters of the page for an order: the same order and time give the same parameters, as a key demands. */
export function pageFor(order: Order, fromMs: number, workflowId?: string) {
  return {
    mode: 'payment' as const,
    client_reference_id: order.id,
    metadata: { cart_id: order.cartId, ...(workflowId === undefined ? {} : { workflow_id: workflowId }) },
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
    expires_at: Math.floor((fromMs + pageLifetimeMs) / 1000),
    success_url: thanksUrl,
    cancel_url: 'https://shop.example/cart',
  }
}

export interface PageOptions {
  /** Null: a key made up for each call, which protects from nothing. */
  readonly idempotencyKey: string | null
  /** After a 500, look whether the page is there. */
  readonly reconcile: boolean
  /** Waits before the next key is used. */
  pause(ms: number): Promise<void>
}

/** After a 500: how long until the next key is used. After the last of these the error is the caller’s. */
const pausesMs = [1_000, 2_000, 4_000]

/**
 * Opens the page for an order, or finds it open. A 500 is the key’s answer for a day, so the next try needs another key;
 * but what ended as a 500 may have been done, so the server looks for the page first. A key that was used up earlier,
 * before a crash perhaps, answers with its stored 500: that says nothing new, and the next key is used at once.
 *
 * @returns `refused` if Stripe refuses for good
 * @throws what may pass: ask again later
 */
export async function openPage(
  stripe: Stripe,
  parameters: ReturnType<typeof pageFor>,
  { idempotencyKey, reconcile, pause }: PageOptions,
): Promise<Page | 'refused'> {
  const pauses = pausesMs.values()
  for (let spent = 0; ; spent += 1) {
    const key = spent === 0 ? idempotencyKey : `${idempotencyKey}/${spent}`
    try {
      const session = await stripe.checkout.sessions.create(
        parameters,
        idempotencyKey === null || key === null ? {} : { idempotencyKey: key },
      )
      return { id: session.id, url: session.url ?? '' }
    } catch (error) {
      if (isRefusal(error)) return 'refused'
      if (!isServerError(error)) throw error
      const page = reconcile ? await findPage(stripe, parameters.client_reference_id) : null
      if (page) return page
      if (isReplayed(error)) continue
      const { value: waitMs } = pauses.next()
      if (waitMs === undefined) throw error
      await pause(waitMs)
    }
  }
}

/** Stripe has no filter by the shop's own ids: one reads the latest. */
async function findPage(stripe: Stripe, orderId: string): Promise<Page | null> {
  const { data } = await stripe.checkout.sessions.list({ limit: 100, status: 'open' })
  const session = data.find(({ client_reference_id: of }) => of === orderId)
  return session ? { id: session.id, url: session.url ?? '' } : null
}

/**
 * Closes the page so that nobody can pay any more, and says whether somebody had. Whoever cancels an order has to
 * ask this first.
 */
export async function closePage(stripe: Stripe, sessionId: string): Promise<Payment> {
  try {
    await stripe.checkout.sessions.expire(sessionId)
    return { status: 'not paid', sessionId }
  } catch (error) {
    // Only an open page can be closed: this one was paid, or had expired by itself, or an earlier try closed it.
    if (!isRefusal(error)) throw error
    return askAbout(stripe, sessionId)
  }
}

/** What one may take a page for that was not paid in time, if one does not ask. */
export async function assumeUnpaid(_stripe: Stripe, sessionId: string): Promise<Payment> {
  return { status: 'not paid', sessionId }
}

/**
 * How a page stands that is no longer open. A payment by a slow method takes up to 14 business days
 * (https://docs.stripe.com/payments/sepa-debit): the page is `complete` and `unpaid` all the time, and stays so if the
 * payment fails. Only the payment itself says whether it is still to come.
 */
export async function askAbout(stripe: Stripe, sessionId: string): Promise<Payment> {
  const session = await stripe.checkout.sessions.retrieve(sessionId, { expand: ['payment_intent'] })
  if (isSettled(session.payment_status)) return { status: 'paid', sessionId }
  const { payment_intent: intent } = session
  const isComing = typeof intent === 'object' && intent?.status === 'processing'
  return { status: isComing ? 'pending' : 'not paid', sessionId }
}

/** Whether Stripe may answer otherwise when it is asked again: it was not reached, or is busy, or failed. */
export function isPassing(error: unknown): boolean {
  return !isRefusal(error)
}

/** A webhook that Stripe signed, as far as the shop cares. */
export interface PaymentEvent {
  readonly id: string
  readonly type: string
  readonly orderId: string
  readonly cartId: string
  /** Who waits for it, where that is not the cart. */
  readonly workflowId: string
  readonly payment: Payment
}

export interface WebhookOptions {
  readonly secret: string
  /** Unix milliseconds, by the clock that is to be trusted. */
  readonly receivedAtMs: number
  readonly guards: Machine['guards']
}

/**
 * Reads a webhook's raw body.
 * @throws if Stripe did not sign it within the last five minutes
 */
export function readWebhook(
  body: string,
  signature: string | undefined,
  { secret, receivedAtMs, guards }: WebhookOptions,
): PaymentEvent {
  const receivedAt = fromUnixSeconds(receivedAtMs / 1000)
  // A framework that parses first gives the same data in other bytes, and the signature is over the bytes.
  const payload = guards['rawBody'] ? body : JSON.stringify(JSON.parse(body))
  const event = guards['verifySignature']
    ? verifyWebhook({ payload, header: signature ?? '', secret, receivedAtMs: receivedAt })
    : (JSON.parse(body) as ReturnType<typeof verifyWebhook>)
  const session = event.data.object as {
    id: string
    client_reference_id?: string | null
    payment_status?: string
    metadata?: { cart_id?: string; workflow_id?: string } | null
  }
  const isPaid =
    isSettled(session.payment_status) ||
    (!guards['paymentStatus'] && event.type === 'checkout.session.completed')
  const isPending = event.type === 'checkout.session.completed' && !isPaid
  const cartId = session.metadata?.cart_id ?? ''
  return {
    id: event.id,
    type: event.type,
    orderId: session.client_reference_id ?? '',
    cartId,
    workflowId: session.metadata?.workflow_id ?? cartId,
    payment: { status: isPaid ? 'paid' : isPending ? 'pending' : 'not paid', sessionId: session.id },
  }
}

/** What the return page learns of a page by asking, in the form in which a webhook tells it; it has no event’s id. */
export async function askAfterReturn(stripe: Stripe, sessionId: string): Promise<PaymentEvent> {
  const session = await stripe.checkout.sessions.retrieve(sessionId)
  const cartId = session.metadata?.['cart_id'] ?? ''
  return {
    id: `return ${sessionId}`,
    type: 'checkout.session.completed',
    orderId: session.client_reference_id ?? '',
    cartId,
    workflowId: cartId,
    payment: { status: isSettled(session.payment_status) ? 'paid' : 'pending', sessionId },
  }
}

/** Paid, or completed with nothing to pay. */
function isSettled(paymentStatus: string | undefined): boolean {
  return paymentStatus === 'paid' || paymentStatus === 'no_payment_required'
}

/** What is wrong with the request stays wrong. */
function isRefusal(error: unknown): boolean {
  return ['StripeInvalidRequestError', 'StripeIdempotencyError'].includes(typeOf(error))
}

/** It failed, and its failure is what the key stands for. A key that another call still holds stands for nothing yet. */
function isServerError(error: unknown): boolean {
  const isBusy = error instanceof Error && 'code' in error && error.code === 'idempotency_key_in_use'
  return typeOf(error) === 'StripeAPIError' && !isBusy
}

/** Stripe answered from its record of the key, without doing anything. */
function isReplayed(error: unknown): boolean {
  if (!(error instanceof Error) || !('headers' in error)) return false
  return (error.headers as Readonly<Record<string, string>>)['idempotent-replayed'] === 'true'
}

function typeOf(error: unknown): string {
  return error instanceof Error && 'type' in error ? String(error.type) : ''
}
