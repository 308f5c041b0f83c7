/**
 * The trace: everything that happened in a run, in order, each event with the one that caused it.
 *
 * A trace is plain data. The page, the command line and the explanations are projections of it; none of them
 * asks the simulator anything.
 */
import type { Json } from '#engine'

/** Who did something. Customers by name, servers by letter. */
export type Actor =
  | { readonly role: 'customer'; readonly name: string }
  | { readonly role: 'server'; readonly name: string }
  | { readonly role: 'postgres' }
  | { readonly role: 'stripe' }

/** One row's change by one statement. `key` is the primary key's values, joined by a slash. */
export interface RowChange {
  /** `orders`, `inventory`, `engine.workflow`, `stripe.sessions`. */
  readonly table: string
  readonly key: string
  /** Null: the row was inserted. */
  readonly before: JsonRow | null
  /** Null: the row was deleted. */
  readonly after: JsonRow | null
}

export type JsonRow = { readonly [column: string]: Json }

/** Rows of every table, by table name; the shop's by bare name, others as `schema.table`. */
export type Tables = { readonly [table: string]: readonly JsonRow[] }

/** Where in the source text an operation was asked for. */
export interface SourceSite {
  /** `naive.ts`, `workflow.ts`. */
  readonly file: string
  /** One-based. */
  readonly line: number
  /** The graph's node, or null where no node encloses the line. */
  readonly node: string | null
}

export interface TraceEvent {
  /** One-based position, for display; a link names the point instead. */
  readonly index: number
  /** Virtual milliseconds since 2030-01-01T00:00:00Z. */
  readonly atMs: number
  readonly actor: Actor
  /** The event that made this one happen. */
  readonly cause: number | null
  /** `order-1`: the customer's order that it is about; null where it is about none or several. */
  readonly subject: string | null
  /** The request or workflow run that it belongs to: `A/POST /checkout/1`; null outside of any. */
  readonly request: string | null
  /** The identity of the operation, `server/commit:reserveInventory#1`; null for what is no operation. */
  readonly point: string | null
  readonly site: SourceSite | null
  /** Rows that this event changed. Within a transaction they are not committed until its `commit` event. */
  readonly changes: readonly RowChange[]
  readonly what: What
}

/** What can be reached again: a service, its webhooks, the database, or a server. */
export type Restored = 'stripe' | 'webhooks' | 'postgres' | 'A' | 'B'

/** What happened, by kind. */
export type What =
  /** A statement: outside a transaction it commits by itself. */
  | {
      readonly kind: 'statement'
      readonly label: string
      readonly sql: string
      readonly values: readonly Json[]
      readonly rows: readonly JsonRow[]
      readonly transaction: string | null
      /** SQLSTATE and message where it failed. */
      readonly error: { readonly sqlState: string; readonly message: string } | null
    }
  | {
      readonly kind: 'begin'
      readonly label: string
      readonly transaction: string
      readonly step: string | null
    }
  | {
      readonly kind: 'commit'
      readonly label: string
      readonly transaction: string
      readonly step: string | null
    }
  | { readonly kind: 'rollback'; readonly transaction: string; readonly why: string }
  /** A call to Stripe, request and response in one. */
  | {
      readonly kind: 'stripe-call'
      readonly label: string
      readonly method: string
      readonly path: string
      readonly parameters: JsonRow
      readonly idempotencyKey: string | null
      /** Null: no answer was heard, and `lost` says why. */
      readonly status: number | null
      /** What was lost on the way; after a lost answer and a time-out Stripe has done what was asked. */
      readonly lost: 'request' | 'response' | 'timeout' | null
      /** True where Stripe answered from the record of an earlier call under the same key. */
      readonly replayed: boolean
      readonly response: Json
    }
  /** A message leaves. `fate` tells what the network does with it. */
  | {
      readonly kind: 'sent'
      readonly label: string
      readonly message: string
      readonly to: Actor
      readonly fate: 'delivered' | 'dropped' | 'refused'
      /** Milliseconds on the way. */
      readonly delayMs: number
      readonly summary: string
      readonly forged: boolean
      /** Which try of the same webhook, from 1. */
      readonly attempt: number
    }
  | {
      readonly kind: 'arrived'
      readonly label: string
      readonly message: string
      readonly from: Actor
      readonly summary: string
    }
  /** The other end is gone or silent: the sender is told so, or gives up waiting. */
  | { readonly kind: 'no-answer'; readonly label: string; readonly message: string; readonly why: string }
  /** What a customer does or sees. */
  | { readonly kind: 'customer'; readonly action: string; readonly sees: string | null }
  /** What Stripe does by itself: a payment taken, a session expired, a payment settled. */
  | { readonly kind: 'stripe'; readonly action: string }
  /** Steps of a workflow, as the engine tells of them. */
  | {
      readonly kind: 'step'
      readonly progress: 'began' | 'replayed' | 'retried'
      readonly step: string
      readonly name: string
      readonly call: string
      readonly workflowId: string
    }
  | {
      readonly kind: 'workflow'
      readonly progress:
        'claimed' | 'recovered' | 'sleeping' | 'fenced' | 'blocked' | 'succeeded' | 'failed' | 'cancelled'
      readonly workflowId: string
      readonly epoch: number | null
      readonly dueAtMs: number | null
    }
  | {
      readonly kind: 'process'
      /** Postgres `restarted` alone: it dies and is back in one event, and `restartAtMs` says when it answers again. */
      readonly change: 'crashed' | 'restarted' | 'frozen' | 'thawed' | 'clock-jumped'
      /** When it is to be back, virtual milliseconds; null where that is no matter. */
      readonly restartAtMs: number | null
    }
  /** An outage is over; the fault that it is caused by is its beginning. */
  | { readonly kind: 'restored'; readonly of: Restored }
  /** A fault of the plan fired; by its position in the plan. */
  | { readonly kind: 'fault'; readonly fault: number }
  | { readonly kind: 'violated'; readonly invariant: string; readonly rows: readonly JsonRow[] }
  /** Stands for `violated` where the answer is still to be guessed: that invariants are asked tells nothing. */
  | { readonly kind: 'asked' }
  | { readonly kind: 'settling' }
  | { readonly kind: 'ended'; readonly failure: string | null }
