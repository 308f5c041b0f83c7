import { useMemo, type CSSProperties } from 'react'
import { useComparison, useMoment } from '../state/use-lanes.ts'
import { mostActors } from './actors.ts'
import styles from './board.module.css'
import { LaneHeads } from './lane-heads.tsx'
import { ReceiptsTable } from './receipts-table.tsx'
import { Strips } from './strips.tsx'

/**
 * All lanes, a row each: who it is and how it ends, its time strip, what is left of it. Three regions share the rows,
 * so that each can be read by itself.
 */
export function CompareBoard() {
  const { lanes, comparison } = useComparison()
  const moment = useMoment(comparison)
  const actors = useMemo(() => mostActors(comparison.lanes.map(({ run }) => run)), [comparison])
  const style = { '--lanes': lanes.length, '--actors': actors } as CSSProperties
  return (
    <div className={styles['board']} style={style}>
      <LaneHeads lanes={lanes} />
      <Strips lanes={lanes} comparison={comparison} moment={moment} />
      <ReceiptsTable lanes={lanes} comparison={comparison} moment={moment} />
    </div>
  )
}
