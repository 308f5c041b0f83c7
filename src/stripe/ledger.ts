/**
 * The books of one Stripe account: sessions, charges, and the events that tell of them.
 *
 * It owns every session and is the only one to change it. It knows nothing of HTTP, keys or signatures.
 *
 * P1  A session is charged at most once, and exactly when it becomes paid.
 * P2  A session moves forward only: open → complete or expired; unpaid → paid or no_payment_required, and then only if
 *     complete.
 * P3  Each move gives exactly one event, whose payload is written then and never changes.
 * P4  Time never runs backwards. What falls due by itself happens before anything else at that instant, in
 *     the order of its due times, the older session first.
 */
import { createEvent, type Cause, type EventType, type StripeEvent } from './event.ts'
import { invalidRequest, resourceMissing } from './errors.ts'
import { referenceOf, totalCents, type Reference, type Session, type SessionOrder } from './session.ts'
import { fromUnixSeconds } from './time.ts'

/** Money taken. */
export interface Charge extends Reference {
  readonly id: string
  readonly sessionId: string
  readonly amountCents: number
  readonly currency: string
  /** Virtual milliseconds. */
  readonly createdMs: number
}

/** One change of the books, told to whoever made the call that caused it. */
export type Effect =
  | { readonly kind: 'session-created'; readonly sessionId: string }
  | { readonly kind: 'session-completed'; readonly sessionId: string }
  | { readonly kind: 'session-expired'; readonly sessionId: string }
  | {
      readonly kind: 'charged'
      readonly sessionId: string
      readonly chargeId: string
      readonly amountCents: number
    }
  | { readonly kind: 'payment-declined'; readonly sessionId: string }
  | { readonly kind: 'payment-failed'; readonly sessionId: string }
  | {
      readonly kind: 'event-created'
      readonly sessionId: string
      readonly eventId: string
      readonly type: EventType
    }

/** How a customer pays: at once, by a method that settles later (and then succeeds or not), or in vain. */
export type PaymentMethod = 'card' | 'later' | 'later-fails' | 'declined'

/** What a customer sees after pressing the button. */
export type PaymentOutcome =
  /** Paid; back to the shop. */
  | 'paid'
  /** Nothing to pay; back to the shop. */
  | 'free'
  /** Accepted, the money comes later; back to the shop. */
  | 'processing'
  /** The card was refused; the page stays, another try is possible. */
  | 'declined'
  /** The page says that the session has ended. */
  | 'expired'
  /** The page says that this was paid for already. */
  | 'already-complete'
  /** No such page. */
  | 'not-found'

export class Ledger {
  readonly #sessions = new Map<string, Session>()
  readonly #charges: Charge[] = []
  readonly #events: StripeEvent[] = []
  /** Of changes made and not yet taken. */
  #effects: Effect[] = []
  #paymentIntents = 0
  #revision = 0
  #latestMs = 0

  /** Opens a session; the order is valid already. */
  create(order: SessionOrder, nowMs: number): Session {
    const session: Session = {
      id: `cs_${this.#sessions.size + 1}`,
      order,
      amountCents: totalCents(order.lineItems),
      createdMs: nowMs,
      status: 'open',
      paymentStatus: 'unpaid',
      paymentIntentId: null,
      settlement: null,
    }
    this.#sessions.set(session.id, session)
    this.#tell({ kind: 'session-created', sessionId: session.id })
    return session
  }

  /** What the customer does on the page of a session. */
  pay(sessionId: string, method: PaymentMethod, settlesLaterMs: number, nowMs: number): PaymentOutcome {
    const session = this.#sessions.get(sessionId)
    if (session === undefined) return 'not-found'
    if (session.status === 'expired') return 'expired'
    if (session.status === 'complete') return 'already-complete'
    if (session.amountCents === 0) return this.#completeFree(session, nowMs)
    if (method === 'declined') {
      this.#tell({ kind: 'payment-declined', sessionId })
      return 'declined'
    }
    this.#paymentIntents += 1
    session.paymentIntentId = `pi_${this.#paymentIntents}`
    session.status = 'complete'
    this.#tell({ kind: 'session-completed', sessionId })
    if (method === 'card') this.#charge(session, nowMs)
    else session.settlement = { dueMs: nowMs + settlesLaterMs, succeeds: method === 'later' }
    this.#record('checkout.session.completed', session, nowMs, null)
    return method === 'card' ? 'paid' : 'processing'
  }

  /**
   * Ends a session before its time.
   *
   * @throws {ApiError} resource_missing; invalid_request_error where it is no longer open
   */
  expire(sessionId: string, nowMs: number, cause: Cause): Session {
    const session = this.get(sessionId)
    if (session.status !== 'open') {
      throw invalidRequest(
        `Only Checkout Sessions with a status in ["open"] can be expired. ` +
          `This Checkout Session has a status of \`${session.status}\`.`,
      )
    }
    this.#close(session, nowMs, cause)
    return session
  }

  /** The next instant at which something happens by itself, virtual milliseconds; null: nothing is due ever. */
  nextDueMs(): number | null {
    return this.#nextDue()?.dueMs ?? null
  }

  /** P4: performs everything that is due by `nowMs`, each at its own instant. */
  advance(nowMs: number): void {
    if (nowMs < this.#latestMs) throw new Error(`P4: time ran backwards, ${this.#latestMs} to ${nowMs} ms`)
    this.#latestMs = nowMs
    for (let due = this.#nextDue(); due !== null && due.dueMs <= nowMs; due = this.#nextDue()) {
      if (due.session.settlement === null) this.#close(due.session, due.dueMs, null)
      else this.#settle(due.session, due.session.settlement.succeeds, due.dueMs)
    }
  }

  /** @throws {ApiError} resource_missing */
  get(sessionId: string): Session {
    const session = this.#sessions.get(sessionId)
    if (session === undefined) throw resourceMissing('checkout.session', sessionId, 'session')
    return session
  }

  has(sessionId: string): boolean {
    return this.#sessions.has(sessionId)
  }

  /** In the order of creation. */
  sessions(): readonly Session[] {
    return [...this.#sessions.values()]
  }

  charges(): readonly Charge[] {
    return this.#charges
  }

  /** Another event of the same change, with an id of its own: Stripe documents that it happens. P3 but for that. */
  repeatEvent(eventId: string): StripeEvent {
    const event = this.#events.find((each) => each.eventId === eventId)
    if (event === undefined) throw new Error(`There is no event ${eventId}.`)
    const newId = `evt_${this.#events.length + 1}`
    const repeated = {
      ...event,
      eventId: newId,
      payload: event.payload.replace(`"${eventId}"`, `"${newId}"`),
    }
    this.#events.push(repeated)
    return repeated
  }

  events(): readonly StripeEvent[] {
    return this.#events
  }

  /** What has changed since it was last asked. */
  takeEffects(): readonly Effect[] {
    const effects = this.#effects
    this.#effects = []
    return effects
  }

  /** Grows with each change: whoever projects the books need not look while it stays. */
  revision(): number {
    return this.#revision
  }

  #nextDue(): { readonly session: Session; readonly dueMs: number } | null {
    let next: { readonly session: Session; readonly dueMs: number } | null = null
    for (const session of this.#sessions.values()) {
      const dueMs = dueMsOf(session)
      if (dueMs !== null && (next === null || dueMs < next.dueMs)) next = { session, dueMs }
    }
    return next
  }

  #settle(session: Session, succeeds: boolean, nowMs: number): void {
    session.settlement = null
    if (succeeds) this.#charge(session, nowMs)
    else this.#tell({ kind: 'payment-failed', sessionId: session.id })
    const type = succeeds
      ? 'checkout.session.async_payment_succeeded'
      : 'checkout.session.async_payment_failed'
    this.#record(type, session, nowMs, null)
  }

  #close(session: Session, nowMs: number, cause: Cause | null): void {
    session.status = 'expired'
    this.#tell({ kind: 'session-expired', sessionId: session.id })
    this.#record('checkout.session.expired', session, nowMs, cause)
  }

  /** A free order asks for no card, and makes no PaymentIntent. */
  #completeFree(session: Session, nowMs: number): PaymentOutcome {
    session.status = 'complete'
    session.paymentStatus = 'no_payment_required'
    this.#tell({ kind: 'session-completed', sessionId: session.id })
    this.#record('checkout.session.completed', session, nowMs, null)
    return 'free'
  }

  /** P1, P2: the one place where money moves. */
  #charge(session: Session, nowMs: number): void {
    if (session.status !== 'complete' || session.paymentStatus === 'paid') {
      throw new Error(`P1: ${session.id} is ${session.status} and ${session.paymentStatus}, no charge is due`)
    }
    session.paymentStatus = 'paid'
    const { id: sessionId, amountCents } = session
    const id = `ch_${this.#charges.length + 1}`
    const { currency } = session.order
    this.#charges.push({
      id,
      sessionId,
      ...referenceOf(session.order),
      amountCents,
      currency,
      createdMs: nowMs,
    })
    this.#tell({ kind: 'charged', sessionId, chargeId: id, amountCents })
  }

  /** P3: after the move, so that the payload shows it. */
  #record(type: EventType, session: Session, nowMs: number, cause: Cause | null): void {
    const event = createEvent(`evt_${this.#events.length + 1}`, type, session, nowMs, cause)
    this.#events.push(event)
    this.#tell({ kind: 'event-created', sessionId: session.id, eventId: event.eventId, type })
  }

  #tell(effect: Effect): void {
    this.#revision += 1
    this.#effects.push(effect)
  }
}

function dueMsOf(session: Session): number | null {
  if (session.status === 'open') return fromUnixSeconds(session.order.expiresAt)
  return session.settlement?.dueMs ?? null
}
