/**
 * One simulated Stripe account: its HTTP API, the page on which customers pay, its webhooks.
 *
 * Everything is a synchronous function of the calls so far. There is no clock, no timer, no random number: the
 * virtual time comes with each call, and whoever simulates asks `nextDueMs` when to come back.
 *
 * It owns the ledger (P1–P4 in `ledger.ts`), the idempotency keys (P5 in `idempotency.ts`) and the outbox.
 *
 * P6  The same calls give the same ledger, byte for byte.
 */
import {
  callOf,
  handleRequest,
  parametersOf,
  type CallLabel,
  type Handled,
  type StripeFault,
  type StripeRequest,
} from './api.ts'
import type { Delivery, StripeEvent } from './event.ts'
import { IdempotencyKeys } from './idempotency.ts'
import { Ledger, type Effect, type PaymentMethod, type PaymentOutcome } from './ledger.ts'
import { referenceOf, type Reference } from './session.ts'
import { signatureHeader } from './signature.ts'
import { tablesOf, type StripeTables } from './tables.ts'

export interface StripeOptions {
  /** What a request must show, `sk_live_…`. */
  readonly secretKey: string
  /** What webhooks are signed with, `whsec_…`. */
  readonly webhookSecret: string
  /** How long a payment by a method that settles later takes, milliseconds; a day unless said otherwise. */
  readonly settlesLaterMs?: number
}

/** What a customer does on the page. */
export interface Payment {
  readonly method: PaymentMethod
  /** For this payment alone, milliseconds. */
  readonly settlesLaterMs?: number
}

/** What came of it. */
export interface Paid {
  readonly outcome: PaymentOutcome
  /** Where Stripe sends the customer next; null: nowhere, the page stays. */
  readonly redirectUrl: string | null
  readonly effects: readonly Effect[]
}

/** What a request is about, as far as Stripe can tell; for naming the operation. */
export interface CallSubject extends Reference {
  readonly label: CallLabel
  readonly sessionId: string | null
}

const defaultSettlesLaterMs = 24 * 60 * 60 * 1000

/**
 * Opens an account with empty books.
 *
 * @example
 * const stripe = createStripe({ secretKey: 'sk_live_shop', webhookSecret: 'whsec_shop' })
 * const { body } = stripe.handle({ method: 'POST', path: '/v1/checkout/sessions', headers, body: form }, nowMs)
 * stripe.pay('cs_1', nowMs, { method: 'card' })
 * for (const delivery of stripe.takeDeliveries()) send(delivery.payload, stripe.sign(delivery.payload, nowMs))
 */
export function createStripe(options: StripeOptions): SimulatedStripe {
  return new SimulatedStripe(options)
}

export class SimulatedStripe {
  readonly #options: StripeOptions
  readonly #ledger = new Ledger()
  readonly #keys = new IdempotencyKeys()
  #requests = 0
  /** How many events have been handed out. */
  #taken = 0

  constructor(options: StripeOptions) {
    this.#options = options
  }

  /**
   * The HTTP API. What fell due before happens first, and is among the effects.
   *
   * @param fault what is to go wrong inside Stripe; a request that is refused or replayed does not get that far
   */
  handle(request: StripeRequest, nowMs: number, { fault }: { readonly fault?: StripeFault } = {}): Handled {
    this.#ledger.advance(nowMs)
    this.#requests += 1
    const { secretKey } = this.#options
    const account = { secretKey, ledger: this.#ledger, keys: this.#keys }
    const handled = handleRequest(account, request, `req_${this.#requests}`, nowMs, fault)
    return { ...handled, effects: this.#ledger.takeEffects() }
  }

  /** What a customer does on the page of a session; a second payment of one session charges nothing. */
  pay(sessionId: string, nowMs: number, payment: Payment): Paid {
    this.#ledger.advance(nowMs)
    const settlesLaterMs = payment.settlesLaterMs ?? this.#options.settlesLaterMs ?? defaultSettlesLaterMs
    const outcome = this.#ledger.pay(sessionId, payment.method, settlesLaterMs, nowMs)
    const goesBack = outcome === 'paid' || outcome === 'free' || outcome === 'processing'
    const redirectUrl = goesBack ? this.#successUrl(sessionId) : null
    return { outcome, redirectUrl, effects: this.#ledger.takeEffects() }
  }

  /** The next instant at which a session expires or a payment settles, virtual milliseconds; null: never. */
  nextDueMs(): number | null {
    return this.#ledger.nextDueMs()
  }

  /** Performs what is due by `nowMs`, and tells what it was. */
  advance(nowMs: number): readonly Effect[] {
    this.#ledger.advance(nowMs)
    return this.#ledger.takeEffects()
  }

  /** First attempts for the events since the last time; `retryDelayMs` says when the next attempt is. */
  takeDeliveries(): readonly Delivery[] {
    const events = this.#ledger.events().slice(this.#taken)
    this.#taken += events.length
    return events.map((event) => ({ ...event, attempt: 1 }))
  }

  /** Makes another event of the change that an event tells of; `takeDeliveries` has it next. */
  repeatEvent(eventId: string): StripeEvent {
    return this.#ledger.repeatEvent(eventId)
  }

  /** Every event there ever was, the oldest first. */
  events(): readonly StripeEvent[] {
    return this.#ledger.events()
  }

  /** The `Stripe-Signature` of a raw body sent at `nowMs`. */
  sign(payload: string, nowMs: number): string {
    return signatureHeader(payload, this.#options.webhookSecret, nowMs)
  }

  /** The `Stripe-Signature` of somebody who does not know the secret. */
  forge(payload: string, nowMs: number): string {
    return signatureHeader(payload, `${this.#options.webhookSecret}_guessed`, nowMs)
  }

  /**
   * Marks a request with this idempotency key as under way: until `releaseKey` others with it get a 409.
   *
   * @returns false where another request holds the key: then nothing is to be released
   */
  holdKey(key: string): boolean {
    return this.#keys.hold(key)
  }

  releaseKey(key: string): void {
    this.#keys.release(key)
  }

  /**
   * Which call a request is, and for whose order; null for a path that is not simulated.
   *
   * @throws {Error} for a body that is not form-encoded
   */
  subjectOf(request: StripeRequest): CallSubject | null {
    const call = callOf(request)
    if (call === null) return null
    if (call.sessionId !== null && this.#ledger.has(call.sessionId)) {
      return { ...call, ...referenceOf(this.#ledger.get(call.sessionId).order) }
    }
    const parameters = parametersOf(request)
    const metadata = (key: string): string | null => parameters.text(`metadata[${key}]`) ?? null
    return {
      ...call,
      orderId: parameters.text('client_reference_id') ?? metadata('order_id'),
      cartId: metadata('cart_id'),
      workflowId: metadata('workflow_id'),
    }
  }

  /** The rows of schema `stripe` (`stripeSchemaSql`). */
  tables(): StripeTables {
    return tablesOf(this.#ledger, this.#keys.all())
  }

  /** Grows with each change of the tables: who projects them may skip an equal one. */
  revision(): number {
    return this.#ledger.revision() + this.#keys.revision()
  }

  #successUrl(sessionId: string): string {
    return this.#ledger.get(sessionId).order.successUrl.replaceAll('{CHECKOUT_SESSION_ID}', sessionId)
  }
}
