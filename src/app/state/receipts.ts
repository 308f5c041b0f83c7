/** The committed rows at the cursor. What is to be read from them is the scenario's matter. */
import type { JsonRow, Tables } from '#simulator'
import type { RowState, TableState } from '#simulator/tables.ts'

export { euros, receiptsOf, statusWord } from '#scenarios/checkout/receipts.ts'

/** The committed rows of tables that also show what is not committed yet. */
export function committedRows(tables: readonly TableState[]): Tables {
  return Object.fromEntries(tables.map((table) => [table.name, table.rows.flatMap(committedRow)]))
}

/** A pending row as it still is for everybody else: none where it was only inserted. */
function committedRow({ status, change, cells }: RowState): readonly JsonRow[] {
  if (status === 'pending' && change === 'inserted') return []
  const isOld = status === 'pending' && change === 'updated'
  return [
    Object.fromEntries(
      cells.map((cell) => [cell.column, (isOld && cell.changed ? cell.before : cell.value) ?? null]),
    ),
  ]
}
