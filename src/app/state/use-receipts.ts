import { useMemo } from 'react'
import type { Run } from '#simulator'
import type { Left, Receipt } from '#simulator/scenario.ts'
import { tablesAt } from '#simulator/tables.ts'
import { usePage } from './page.tsx'
import { committedRows } from './receipts.ts'

export function useReceipts(run: Run, cursor: number, tone: Left['tone']): readonly Receipt[]
export function useReceipts(
  run: Run | null,
  cursor: number | null,
  tone: Left['tone'],
): readonly Receipt[] | null
/**
 * What is left of a run, as its scenario reads it from the committed rows; null while there is no run.
 * @param cursor null: at the end
 * @param tone of the whole run, as far as it may be told
 */
export function useReceipts(
  run: Run | null,
  cursor: number | null,
  tone: Left['tone'],
): readonly Receipt[] | null {
  const receipts = usePage((page) => page.catalogue.receipts)
  return useMemo(() => {
    if (run === null) return null
    const at = cursor ?? run.trace.length
    const isEnd = at >= run.trace.length
    return receipts({ tables: committedRows(tablesAt(run, at)), stock: run.input.stock, tone, isEnd })
  }, [receipts, run, tone, cursor])
}
