import { useMemo } from 'react'
import type { Run } from '#simulator'
import type { Receipt } from '#simulator/scenario.ts'
import { tablesAt } from '#simulator/tables.ts'
import { usePage } from '../../../state/page.tsx'
import { committedRows } from '../../../state/receipts.ts'

/** What is left of a run at a cursor, as its scenario reads it from the committed rows. */
export function useReceipts(run: Run, cursor: number): readonly Receipt[] {
  const { receipts, ask } = usePage((page) => page.catalogue)
  const isHidden = usePage((page) => page.answers === 'hidden')
  return useMemo(() => {
    const tone = isHidden ? 'unknown' : ask(run).tone
    const tables = committedRows(tablesAt(run, cursor))
    return receipts({ tables, stock: run.input.stock, tone, isEnd: cursor >= run.trace.length })
  }, [receipts, ask, isHidden, run, cursor])
}
