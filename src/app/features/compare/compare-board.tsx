import { useState, type CSSProperties } from 'react'
import { useComparison, useMoment } from '../../state/use-lanes.ts'
import styles from './board.module.css'
import { LaneHeads } from './lane-heads.tsx'
import { LaneLines } from './lane-lines.tsx'
import { NarrationRow } from './narration-row.tsx'
import { ReceiptsTable } from './receipts-table.tsx'
import { useLaneLines } from './use-lane-lines.ts'

/**
 * All lanes, a row each: who it is and how it ends, what it does in one line of words, what is left of it. Three
 * regions share the rows, so that each can be read by itself; below them the moment is told.
 */
export function CompareBoard() {
  const { lanes, comparison } = useComparison()
  const moment = useMoment(comparison)
  const lines = useLaneLines(lanes, comparison)
  /** Names of the lanes whose strips are open, the latest last. */
  const [open, setOpen] = useState<readonly string[]>([])
  const toggle = (name: string) =>
    setOpen((before) =>
      before.includes(name) ? before.filter((other) => other !== name) : [...before, name],
    )
  return (
    <div className={styles['frame']}>
      <div className={styles['board']} style={{ '--lanes': lanes.length } as CSSProperties}>
        <LaneHeads lanes={lanes} />
        <LaneLines
          lanes={lanes}
          comparison={comparison}
          lines={lines}
          moment={moment}
          open={open}
          onToggle={toggle}
        />
        <ReceiptsTable lanes={lanes} comparison={comparison} moment={moment} />
      </div>
      <NarrationRow lanes={lanes} comparison={comparison} moment={moment} opened={open.at(-1) ?? null} />
    </div>
  )
}
