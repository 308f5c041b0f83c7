import type { CellState } from '#simulator/tables.ts'
import { cellText, fullText } from '../model/table-rows.ts'
import styles from './tables.module.css'

interface CellProps {
  readonly cell: CellState | undefined
  readonly numeric: boolean
  /** Whether the cell's own change is to be told; an inserted row is told as a whole. */
  readonly marked: boolean
  /** What a screen reader hears of the row, in its first cell. */
  readonly note: string | null
}

/** One value; what it was before stands in front of it where the table's latest change touched it. */
export function Cell({ cell, numeric, marked, note }: CellProps) {
  const changed = marked && cell?.changed === true
  const className = [
    numeric && styles['numeric'],
    changed && styles['changed'],
    cell?.value == null && styles['null'],
  ]
    .filter(Boolean)
    .join(' ')
  return (
    <td className={className} title={titleOf(cell)}>
      {note !== null && <span className="visually-hidden">{note} </span>}
      {changed && (
        <>
          <span className="visually-hidden">changed </span>
          <span className={styles['before']}>{cellText(cell.before)}</span>
          <span aria-hidden="true"> → </span>
          <span className="visually-hidden">to </span>
        </>
      )}
      {cellText(cell?.value)}
    </td>
  )
}

function titleOf(cell: CellState | undefined): string | undefined {
  const text = fullText(cell?.value)
  return text === cellText(cell?.value) ? undefined : text
}
