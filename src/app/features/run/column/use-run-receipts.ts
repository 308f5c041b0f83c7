import { useMemo } from 'react'
import type { Run } from '#simulator'
import type { Receipt } from '#simulator/scenario.ts'
import { usePage } from '../../../state/page.tsx'
import { useReceipts } from '../../../state/use-receipts.ts'

/** What is left of the run on screen at a cursor, judged by its verdict unless the answer is hidden. */
export function useRunReceipts(run: Run, cursor: number): readonly Receipt[] {
  const ask = usePage((page) => page.catalogue.ask)
  const isHidden = usePage((page) => page.answers === 'hidden')
  const tone = useMemo(() => (isHidden ? 'unknown' : ask(run).tone), [ask, run, isHidden])
  return useReceipts(run, cursor, tone)
}
