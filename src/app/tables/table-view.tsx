import { memo } from 'react'
import type { RowState, TableState } from '#simulator/tables.ts'
import { isBookkeeping, isNumeric } from '../model/table-rows.ts'
import { Cell } from './cell.tsx'
import styles from './tables.module.css'

interface TableViewProps {
  readonly table: TableState
  /** `table.column` of columns that are left out. */
  readonly silent: ReadonlySet<string>
  /** Whether columns that only keep the books are shown too. */
  readonly isFull: boolean
}

/** One table: changed cells underlined with what they were, uncommitted rows dashed, both said in words as well. */
export const TableView = memo(function TableView({ table, silent, isFull }: TableViewProps) {
  const shown = table.columns
    .map((column, at) => ({ column, at, numeric: isNumeric(table, at) }))
    .filter(({ column }) => isFull || !(silent.has(`${table.name}.${column}`) || isBookkeeping(column)))
  return (
    <div>
      <table className={`${styles['table']} ${table.justChanged ? styles['fresh'] : ''}`}>
        <caption className={styles['caption']}>
          {table.title}
          {table.rolledBackAt !== null && (
            <span className={styles['rolledBack']}>✕ rolled back, event {table.rolledBackAt}</span>
          )}
        </caption>
        <thead>
          <tr>
            {shown.map(({ column, numeric }) => (
              <th key={column} scope="col" className={numeric ? styles['numeric'] : undefined}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.key} className={rowClass(row)}>
              {shown.map(({ column, at, numeric }, position) => (
                <Cell
                  key={column}
                  cell={row.cells[at]}
                  numeric={numeric}
                  marked={row.change === 'updated'}
                  note={position === 0 ? rowNote(row) : null}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}, isSame)

/** Tables are made anew for each cursor; most of them are as they were. */
function isSame(one: TableViewProps, other: TableViewProps): boolean {
  return (
    one.silent === other.silent &&
    one.isFull === other.isFull &&
    JSON.stringify(one.table) === JSON.stringify(other.table)
  )
}

function rowClass(row: RowState): string {
  return [
    row.status === 'pending' && styles['pending'],
    row.change === 'inserted' && styles['inserted'],
    row.change === 'deleted' && styles['deleted'],
  ]
    .filter(Boolean)
    .join(' ')
}

function rowNote(row: RowState): string | null {
  const words = [
    row.change === 'inserted' ? 'new row' : null,
    row.change === 'deleted' ? 'deleted row' : null,
    row.status === 'pending' ? 'not committed' : null,
  ].filter((word) => word !== null)
  return words.length > 0 ? `${words.join(', ')}:` : null
}
