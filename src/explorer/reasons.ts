/**
 * What an explanation says, as data: each reason has the events, servers, orders and rows that it speaks of as
 * parameters, so that it can be checked against the trace. `reason-words.ts` puts it into words.
 *
 * Events are given by their index, servers and customers by their names.
 */
import type { JsonRow, TraceEvent } from '#simulator'
import type { CitedRow } from './links.ts'

export type Reason =
  /** What took effect by an event. @param stresses whether it matters that its checkpoint was in the same commit */
  | { readonly id: 'effect'; readonly event: number; readonly stresses: boolean }
  /** An event as its sentence says it. */
  | { readonly id: 'happened' | 'decisive'; readonly event: number }
  | { readonly id: 'fault'; readonly event: number }
  /** @param next what the server would have done next, here or in the run without the faults; null if unknown */
  | {
      readonly id: 'died'
      readonly server: string
      readonly when: 'before' | 'after'
      readonly next: TraceEvent | null
      /** Of the operation at which it died; null if it did not die by a fault of the plan. */
      readonly label: string | null
    }
  /** @param shared the row that both change, or the name of what both use */
  | {
      readonly id: 'overtaken'
      readonly waiting: number
      readonly first: number
      readonly shared: CitedRow | string
    }
  /** @param page what the customer sees; null: nothing has come */
  | { readonly id: 'clicked-again'; readonly customer: string; readonly page: string | null }
  | { readonly id: 'webhook-again'; readonly attempt: number }
  | { readonly id: 'arrived-again'; readonly event: number }
  | {
      readonly id: 'took-over'
      readonly server: string
      readonly from: string
      readonly epoch: string
    }
  | { readonly id: 'woke-workflow' | 'found-late'; readonly server: string }
  | { readonly id: 'refused'; readonly event: number }
  | { readonly id: 'news'; readonly event: number; readonly isForged: boolean }
  | {
      readonly id: 'no-checkpoint'
      readonly server: string
      readonly step: string
      readonly of: 'transaction' | 'call'
    }
  | {
      readonly id: 'second-order'
      readonly server: string
      readonly order: string
      readonly original: string
    }
  /** @param key of the call; null if it has none, `made-up` if the client made up a new one */
  | {
      readonly id: 'new-call'
      readonly event: number
      readonly key: { readonly is: string; readonly was: string } | 'made-up' | null
    }
  | { readonly id: 'woke-up'; readonly server: string }
  | { readonly id: 'payment-unasked'; readonly server: string }
  | { readonly id: 'continued'; readonly event: number }
  | { readonly id: 'unchecked'; readonly server: string }
  /** @param status of the order as it was read; null if it was not read */
  | { readonly id: 'read-anyway'; readonly server: string; readonly status: string | null }
  | { readonly id: 'read-before'; readonly server: string; readonly status: string }
  /** What was read, as it was then. */
  | { readonly id: 'read'; readonly event: number }
  /** @param read the event that it follows from @param other who changed that in between */
  | { readonly id: 'lost-update'; readonly event: number; readonly read: number; readonly other: string }
  /** @param key of a row that is new @param was the key of the row that the first time left in that table */
  | {
      readonly id: 'another-event'
      readonly event: number
      readonly table: string
      readonly key: string
      readonly was: string
    }
  | { readonly id: 'webhooks-lost'; readonly tries: number; readonly last: number }
  /** @param last the event in which the shop answers the last of them @param error the first sentence of that answer */
  | {
      readonly id: 'webhooks-refused'
      readonly tries: number
      readonly last: number
      readonly error: string
    }
  | { readonly id: 'workflow-failed'; readonly server: string; readonly order: string }
  | { readonly id: 'stripe-unasked'; readonly order: string; readonly webhook: number }
  | { readonly id: 'forgotten'; readonly order: string; readonly why: Forgotten }
  | { readonly id: 'repeated'; readonly event: number; readonly times: number }
  | {
      readonly id: 'replayed' | 'rolled-back' | 'no-second' | 'counts-once' | 'nothing-new'
      readonly event: number
    }
  | { readonly id: 'found-done'; readonly server: string }
  | { readonly id: 'rejected'; readonly server: string; readonly status: string }
  | { readonly id: 'asked-stripe'; readonly event: number }
  | { readonly id: 'unjudged'; readonly why: string }
  /** @param rows of those that violate it, the first ones */
  | { readonly id: 'left'; readonly invariant: string; readonly rows: readonly JsonRow[] }

/** Why no server continues an order. */
export type Forgotten =
  /** There is a workflow of it, and nobody claims that. */
  | { readonly is: 'unclaimed' }
  /** Its records do not fit the code that is there now. @param event the last time that a server found so */
  | { readonly is: 'blocked'; readonly event: number }
  /** The only server that knew the next step has died. */
  | { readonly is: 'memory-gone'; readonly server: string }
  /** The server that worked on it answered the request with an error. @param event the answer */
  | { readonly is: 'answered'; readonly server: string; readonly status: string; readonly event: number }
  /** The shop answered the webhook that tells of it 2xx. @param event the answer @param webhook its label */
  | {
      readonly is: 'acknowledged'
      readonly server: string
      readonly status: string
      readonly webhook: string
      readonly event: number
    }
  | { readonly is: 'unknown' }
