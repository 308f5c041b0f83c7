import { useMemo } from 'react'
import type { Run } from '#simulator'
import { tablesAt } from '#simulator/tables.ts'
import { split, silentColumns } from '../model/table-rows.ts'
import { TableView } from './table-view.tsx'
import styles from './tables.module.css'

export interface TablesPanelProps {
  readonly run: Run
  /** How many events have happened. */
  readonly cursor: number
  /** Whether columns that only keep the books are shown too. */
  readonly isFull: boolean
}

/** Every table at the cursor, side by side; empty ones in one line. */
export function TablesPanel({ run, cursor, isFull }: TablesPanelProps) {
  const silent = useMemo(() => silentColumns(run), [run])
  const { filled, empty } = useMemo(() => split(tablesAt(run, cursor)), [run, cursor])
  return (
    // Wide tables scroll, and what scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles['panel']} aria-label="Tables" tabIndex={0}>
      <div className={styles['tables']}>
        {filled.map((table) => (
          <TableView key={table.name} table={table} silent={silent} isFull={isFull} />
        ))}
      </div>
      {empty.length > 0 && (
        <p className={styles['empty']}>
          <span>No rows:</span>
          {empty.map((table) => (
            <code key={table.name}>{table.title}</code>
          ))}
        </p>
      )}
    </section>
  )
}
