import { referenceOf, renderSession, type Reference, type Session } from './session.ts'
import { toUnixSeconds } from './time.ts'

export type EventType =
  | 'checkout.session.completed'
  | 'checkout.session.expired'
  | 'checkout.session.async_payment_succeeded'
  | 'checkout.session.async_payment_failed'

/** The request that made something happen; null where it happened by itself or on Stripe's page. */
export interface Cause {
  readonly requestId: string
  readonly idempotencyKey: string | null
}

/** Something that happened to a session, as Stripe tells the shop. */
export interface StripeEvent extends Reference {
  readonly eventId: string
  readonly type: EventType
  readonly sessionId: string
  /** Virtual milliseconds. */
  readonly createdMs: number
  /** The raw body of its webhook: the session as it was then. The same bytes in every attempt. */
  readonly payload: string
}

/** One try to hand an event to the shop's endpoint. */
export interface Delivery extends StripeEvent {
  /** 1 for the first. */
  readonly attempt: number
}

/** The API version in which events are written and, unless a request names another, answers too. */
export const accountApiVersion = '2026-10-28.endive'

/** Writes the event down for good: what happens to the session later does not change it. */
export function createEvent(
  eventId: string,
  type: EventType,
  session: Session,
  createdMs: number,
  cause: Cause | null,
): StripeEvent {
  const payload = JSON.stringify(
    {
      id: eventId,
      object: 'event',
      api_version: accountApiVersion,
      created: toUnixSeconds(createdMs),
      data: { object: renderSession(session) },
      livemode: true,
      pending_webhooks: 1,
      request: { id: cause?.requestId ?? null, idempotency_key: cause?.idempotencyKey ?? null },
      type,
    },
    null,
    2,
  )
  return { eventId, type, sessionId: session.id, ...referenceOf(session.order), createdMs, payload }
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/**
 * The gaps between attempts in live mode, milliseconds. Stripe documents growing gaps for up to three days and
 * no figures; these roughly double and end exactly there.
 */
const retryGapsMs: readonly number[] = [
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  20 * hourMs,
  34 * hourMs + 25 * minuteMs,
]

/** From the first attempt to the last, milliseconds: three days. After that an event is given up. */
export const retriesEndAfterMs = retryGapsMs.reduce((sum, gapMs) => sum + gapMs, 0)

/**
 * How long Stripe waits after a failed attempt before it sends the event again.
 *
 * @param attempt the one that got no 2xx, 1 for the first
 * @returns milliseconds, or null: it was the last, the event is given up
 */
export function retryDelayMs(attempt: number): number | null {
  return retryGapsMs[attempt - 1] ?? null
}
