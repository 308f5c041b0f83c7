import { memo } from 'react'
import type { AnswerColumn } from '#simulator/read-only-query.ts'
import { readableJson } from './readable-json.ts'
import styles from './answer.module.css'

interface AnswerTableProps {
  readonly columns: readonly AnswerColumn[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** An answer's rows. Neither they nor the columns have names that are theirs alone, so their places are their keys. */
export const AnswerTable = memo(function AnswerTable({ columns, rows }: AnswerTableProps) {
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          {columns.map(({ name, kind }, at) => (
            <th key={at} scope="col" className={kind === 'number' ? styles['number'] : undefined}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>
            {row.map((value, column) => (
              <Value key={column} value={value} kind={columns[column]?.kind ?? 'text'} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
})

function Value({ value, kind }: { readonly value: string | null; readonly kind: AnswerColumn['kind'] }) {
  if (value === null) return <td className={styles['null']}>null</td>
  return <td className={styles[kind]}>{kind === 'json' ? readableJson(value) : value}</td>
}
