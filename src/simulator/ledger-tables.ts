/** Stripe's ledger as tables of a run. */
import type { createStripe } from '#stripe'
import type { JsonRow, Tables } from './trace.ts'

/** Before the first call. */
export const emptyLedger: Tables = {
  'stripe.sessions': [],
  'stripe.charges': [],
  'stripe.events': [],
  'stripe.idempotency_keys': [],
}

export function ledgerTables(ledger: ReturnType<typeof createStripe>): Tables {
  return Object.fromEntries(
    Object.entries(ledger.tables()).map(([table, rows]) => [
      `stripe.${table}`,
      rows as unknown as readonly JsonRow[],
    ]),
  )
}
