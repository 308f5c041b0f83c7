import { useMemo, useState } from 'react'
import type { Run } from '#simulator'
import { tablesAt } from '#simulator/tables.ts'
import { split, silentColumns } from './present.ts'
import { TableView } from './table-view.tsx'
import styles from './tables.module.css'

export interface TablesPanelProps {
  readonly run: Run
  /** How many events have happened. */
  readonly cursor: number
}

/** Every table at the cursor: those that just changed first, empty ones in one line. */
export function TablesPanel({ run, cursor }: TablesPanelProps) {
  const [isFull, setIsFull] = useState(false)
  const silent = useMemo(() => silentColumns(run), [run])
  const { filled, empty } = useMemo(() => split(tablesAt(run, cursor)), [run, cursor])
  return (
    // Wide tables scroll, and what scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles['panel']} aria-label="Tables" tabIndex={0}>
      <div className={styles['legend']}>
        <button type="button" aria-pressed={isFull} onClick={() => setIsFull(!isFull)}>
          all columns
        </button>
        <span aria-hidden="true">
          <i className={styles['changedKey']} /> just changed
        </span>
        <span aria-hidden="true">
          <i className={styles['pendingKey']} /> not committed
        </span>
      </div>
      <div>
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
