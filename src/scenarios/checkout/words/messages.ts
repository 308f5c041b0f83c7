/**
 * What a run asks and answers, as data: each message has what it speaks of as parameters, so that it can be checked
 * against the rows. `english.ts` puts it into words.
 */
import type { Asked } from '#simulator/scenario.ts'

export interface AskedMessage {
  /** Positions in the plan of the faults that struck. */
  readonly faults: readonly number[]
  readonly question: Question
  readonly answer: Answer
  readonly tone: Asked['tone']
}

export type Question =
  /** What a single fault aims at. */
  | { readonly id: 'reserved-twice' | 'shipped-twice' | 'back-once' | 'payable-twice' }
  /** @param paying how many of them mean to pay @param isFree whether somebody's order costs nothing */
  | {
      readonly id: 'each-served'
      readonly customers: readonly string[]
      readonly paying: number
      readonly isFree: boolean
    }
  /** What a violated invariant is about. @param customer whose row violates it; of those without, nobody is named */
  | { readonly id: 'violated'; readonly invariant: string; readonly customer: string }

/** Counts are of the final rows: units of mugs, payments, payment pages that Stripe made. */
export type Answer =
  | { readonly id: 'not-judged'; readonly why: string }
  | { readonly id: 'taken-too-many'; readonly taken: number; readonly payments: number }
  | { readonly id: 'nothing-held' | 'reserved-once' | 'nothing-shipped' | 'shipped-once' }
  | { readonly id: 'shipped-too-many'; readonly shipped: number; readonly ordered: number }
  | { readonly id: 'stock-adds-up' }
  /** @param missing units that left the stock for no order; negative: units too many in stock */
  | { readonly id: 'stock-off' | 'units-missing'; readonly missing: number }
  /** The rows that are left add up again. */
  | { readonly id: 'stock-was-off' }
  | { readonly id: 'cart-pages'; readonly cart: string; readonly pages: number }
  | { readonly id: 'no-page'; readonly customer: string }
  | { readonly id: 'pages'; readonly pages: number; readonly payments: number }
  /** @param isPromised whether nobody was to pay: then it is as it should be */
  | { readonly id: 'no-payment'; readonly isPromised: boolean }
  | { readonly id: 'shipped-unpaid' }
  | { readonly id: 'paid-unshipped' }
  | { readonly id: 'shipped-otherwise'; readonly payments: number; readonly shipped: number }
  /** Nothing was to be paid for any of them. @param isAll whether each customer got what was promised */
  | { readonly id: 'free-shipped'; readonly shipped: number; readonly isAll: boolean }
  | { readonly id: 'free-unshipped' }
  | { readonly id: 'free-otherwise'; readonly shipped: number; readonly confirmed: number }
  | { readonly id: 'sold-after'; readonly news: PaymentNews }
  /** @param isAll whether each customer got what was promised */
  | { readonly id: 'sold'; readonly shipped: number; readonly payments: number; readonly isAll: boolean }
  | { readonly id: 'cart-charged'; readonly cart: string; readonly payments: number }
  | { readonly id: 'order-shipped'; readonly order: string; readonly parcels: number }
  | { readonly id: 'sold-out'; readonly shipped: number; readonly stock: number }
  | { readonly id: 'unsigned-effect'; readonly event: number }
  | { readonly id: 'step-twice'; readonly workflow: string; readonly step: string; readonly commits: number }
  | { readonly id: 'old-epoch'; readonly workflow: string; readonly epoch: number }
  | { readonly id: 'unpaid-shipped' | 'unpaid-held'; readonly order: string; readonly units: number }
  | {
      readonly id: 'order-differs'
      readonly order: string
      readonly status: string
      readonly isPaid: boolean
    }
  | { readonly id: 'shipped-first'; readonly order: string }
  | { readonly id: 'stuck'; readonly orders: readonly { readonly id: string; readonly status: string }[] }
  | { readonly id: 'endless' }
  /** @param available units that were there for the customer at that moment */
  | { readonly id: 'turned-away'; readonly customer: string; readonly available: number }

/** How a shop noticed a payment whose first webhook did not arrive. */
export type PaymentNews =
  | { readonly from: 'webhook'; readonly laterMs: number }
  /** It asked Stripe. */
  | { readonly from: 'shop' }
