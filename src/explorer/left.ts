/** What is left: the rows that violate an invariant. */
import type { Run, Violation } from '#simulator'
import type { CitedRow, Link } from './links.ts'
import { link } from './link.ts'

export function leftLink(run: Run, verdict: Violation): Link {
  const reason = { id: 'left', invariant: verdict.id, rows: verdict.rows.slice(0, 2) } as const
  return link(run, 'left', verdict.event, reason, rowsOf(run, verdict))
}

/** Rows of the shop that a violating row names. */
function rowsOf(run: Run, { rows }: Violation): readonly CitedRow[] {
  return rows.flatMap((row) => {
    const order = row['order_id']
    if (typeof order === 'string') return [{ table: 'orders', key: order }]
    const sku = row['sku']
    return typeof sku === 'string' && (run.tables['inventory'] ?? []).length > 0
      ? [{ table: 'inventory', key: sku }]
      : []
  })
}
