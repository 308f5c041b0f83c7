import { memo, useMemo } from 'react'
import { VerdictMark } from '../parts/verdict-mark.tsx'
import type { ComparedLane } from '../state/comparison.ts'
import type { Lane } from '../state/lanes.ts'
import { wrongOf } from './later.ts'
import { receiptCells, type ReceiptCell } from './receipt-cells.ts'
import styles from './receipts.module.css'
import { WrongButton } from './wrong-button.tsx'

export interface LaneReceiptsProps {
  readonly lane: Lane
  readonly compared: ComparedLane
  readonly cursor: number
  /** Whether moments are counted from a fault. */
  readonly isSigned: boolean
}

/** One lane's row, drawn again only when its own cursor moves. */
export const LaneReceipts = memo(function LaneReceipts(props: LaneReceiptsProps) {
  const { lane, compared, cursor, isSigned } = props
  const { run, tone, implementation } = lane
  const cells = useMemo(() => (run === null ? null : receiptCells(run, cursor, tone)), [run, cursor, tone])
  const wrong = wrongOf(lane, compared, cursor)
  return (
    <tr className={styles['row']}>
      <th scope="row" className={styles['unseen']}>
        {implementation.title}
      </th>
      {cells === null ? <Blanks /> : cells.map((cell) => <Cell key={cell.name} cell={cell} />)}
      <td className={styles['wrong']}>
        {wrong !== null && (tone === 'stuck' || tone === 'violated') && (
          <WrongButton wrong={wrong} tone={tone} isSigned={isSigned} />
        )}
      </td>
    </tr>
  )
})

function Cell({ cell: { value, detail, tone } }: { readonly cell: ReceiptCell }) {
  return (
    <td className={tone === null ? undefined : styles[tone]}>
      <strong>{value}</strong>
      <small>
        {tone === 'violated' && <VerdictMark tone={tone} />}
        {detail}
      </small>
    </td>
  )
}

/** The run has not come. */
function Blanks() {
  return ['charged', 'shipped', 'stock', 'order'].map((name) => (
    <td key={name} className={styles['blank']}>
      <strong>–</strong>
    </td>
  ))
}
