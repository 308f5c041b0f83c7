import type { JsonRow } from '#simulator'
import styles from './event.module.css'

/** The rows that a statement gave back. */
export function RowsTable({ rows }: { readonly rows: readonly JsonRow[] }) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  if (columns.length === 0) return <p className={styles['none']}>No rows came back.</p>
  return (
    <table className={styles['table']}>
      <caption>
        {rows.length} {rows.length === 1 ? 'row' : 'rows'}
      </caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={JSON.stringify(row)}>
            {columns.map((column) => (
              <td key={column}>{cellText(row[column])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function cellText(value: JsonRow[string] | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}
