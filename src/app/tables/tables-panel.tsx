import { useMemo } from 'react'
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
  const silent = useMemo(() => silentColumns(run), [run])
  const { filled, empty } = useMemo(() => split(tablesAt(run, cursor)), [run, cursor])
  return (
    <section className={styles['panel']} aria-label="Tables">
      <p className={styles['legend']} aria-hidden="true">
        <span>
          <i className={styles['changedKey']} /> just changed
        </span>
        <span>
          <i className={styles['pendingKey']} /> not committed
        </span>
      </p>
      <div>
        {filled.map((table) => (
          <TableView key={table.name} table={table} silent={silent} />
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
