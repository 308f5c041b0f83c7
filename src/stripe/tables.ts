import type { StoredKey } from './idempotency.ts'
import type { Ledger } from './ledger.ts'
import { referenceOf, urlOf, type PaymentStatus, type SessionStatus } from './session.ts'
import { toUnixSeconds } from './time.ts'

/**
 * The ledger as tables, for invariants to read. The columns are those of `tables()`; times are unix seconds, as
 * Stripe writes them. Ids do not sort as text (`cs_10` before `cs_2`): order by `position`.
 */
export const stripeSchemaSql = `
create schema stripe;

-- One page on which one customer can pay, once. order_id is client_reference_id, else metadata.order_id.
create table stripe.sessions (
  position integer not null,
  id text primary key,
  order_id text,
  cart_id text,
  workflow_id text,
  status text not null check (status in ('open', 'complete', 'expired')),
  payment_status text not null check (payment_status in ('unpaid', 'paid', 'no_payment_required')),
  amount_cents integer not null,
  currency text not null,
  created_at bigint not null,
  expires_at bigint not null,
  url text
);

-- Money taken.
create table stripe.charges (
  position integer not null,
  id text primary key,
  session_id text not null,
  order_id text,
  cart_id text,
  amount_cents integer not null,
  currency text not null,
  created_at bigint not null
);

-- What Stripe told the shop, or still tries to.
create table stripe.events (
  position integer not null,
  id text primary key,
  type text not null,
  session_id text not null,
  order_id text,
  created_at bigint not null
);

-- First outcomes, each replayed for a day.
create table stripe.idempotency_keys (
  position integer not null,
  key text primary key,
  endpoint text not null,
  status_code integer not null,
  stored_at bigint not null
);
`

export interface SessionRow {
  readonly position: number
  readonly id: string
  readonly order_id: string | null
  readonly cart_id: string | null
  readonly workflow_id: string | null
  readonly status: SessionStatus
  readonly payment_status: PaymentStatus
  readonly amount_cents: number
  readonly currency: string
  readonly created_at: number
  readonly expires_at: number
  readonly url: string | null
}

export interface ChargeRow {
  readonly position: number
  readonly id: string
  readonly session_id: string
  readonly order_id: string | null
  readonly cart_id: string | null
  readonly amount_cents: number
  readonly currency: string
  readonly created_at: number
}

export interface EventRow {
  readonly position: number
  readonly id: string
  readonly type: string
  readonly session_id: string
  readonly order_id: string | null
  readonly created_at: number
}

export interface IdempotencyKeyRow {
  readonly position: number
  readonly key: string
  readonly endpoint: string
  readonly status_code: number
  readonly stored_at: number
}

/** Rows by table of schema `stripe`, each table in the order in which its rows came to be. */
export interface StripeTables {
  readonly sessions: readonly SessionRow[]
  readonly charges: readonly ChargeRow[]
  readonly events: readonly EventRow[]
  readonly idempotency_keys: readonly IdempotencyKeyRow[]
}

/** The rows as they are now; keys come and go in the order of `position`. */
export function tablesOf(ledger: Ledger, keys: readonly StoredKey[]): StripeTables {
  return {
    sessions: ledger.sessions().map((session, index) => {
      const { orderId, cartId, workflowId } = referenceOf(session.order)
      return {
        position: index + 1,
        id: session.id,
        order_id: orderId,
        cart_id: cartId,
        workflow_id: workflowId,
        status: session.status,
        payment_status: session.paymentStatus,
        amount_cents: session.amountCents,
        currency: session.order.currency,
        created_at: toUnixSeconds(session.createdMs),
        expires_at: session.order.expiresAt,
        url: urlOf(session),
      }
    }),
    charges: ledger.charges().map((charge, index) => ({
      position: index + 1,
      id: charge.id,
      session_id: charge.sessionId,
      order_id: charge.orderId,
      cart_id: charge.cartId,
      amount_cents: charge.amountCents,
      currency: charge.currency,
      created_at: toUnixSeconds(charge.createdMs),
    })),
    events: ledger.events().map((event, index) => ({
      position: index + 1,
      id: event.eventId,
      type: event.type,
      session_id: event.sessionId,
      order_id: event.orderId,
      created_at: toUnixSeconds(event.createdMs),
    })),
    idempotency_keys: keys.map(({ key, endpoint, outcome, storedMs }, index) => ({
      position: index + 1,
      key,
      endpoint,
      status_code: outcome.status,
      stored_at: toUnixSeconds(storedMs),
    })),
  }
}
