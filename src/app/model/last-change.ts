/** The rows of the last change up to a cursor, in a few words: what the closed drawer shows. */
import type { Run } from '#simulator'
import { tablesAt, type CellState, type RowState } from '#simulator/tables.ts'
import { cellText, isBookkeeping, silentColumns } from './table-rows.ts'

export interface LastChange {
  /** Whether the event at the cursor made it. */
  readonly isNow: boolean
  readonly rows: readonly ChangedRow[]
}

export interface ChangedRow {
  /** `stripe.sessions`. */
  readonly table: string
  /** `+ cs_1 open, unpaid`, `stock 2 → 1`, `− cs_1`. */
  readonly words: string
  readonly isPending: boolean
}

/** Values of an inserted row that are shown, its name among them. */
const maxValues = 3
/** No-break spaces: an arrow stays with its values. */
const arrow = ' → '

/** @returns Null before the first change. */
export function lastChangeAt(run: Run, cursor: number): LastChange | null {
  const changing = run.trace.findLast(({ index, changes }) => index <= cursor && changes.length > 0)
  if (changing === undefined) return null
  const silent = silentColumns(run)
  const rows = tablesAt(run, cursor)
    .filter(({ justChanged }) => justChanged)
    .flatMap(({ name, title, rows: all }) =>
      all
        .filter(({ change }) => change !== null)
        .map((row) => ({
          table: title,
          words: wordsOf(row, (column) => silent.has(`${name}.${column}`) || isBookkeeping(column)),
          isPending: row.status === 'pending',
        })),
    )
  const here = run.trace[cursor - 1]
  return { isNow: changing.index === cursor || here?.what.kind === 'commit', rows }
}

function wordsOf({ change, cells }: RowState, isQuiet: (column: string) => boolean): string {
  const named = cells.filter(({ value }) => value !== null && value !== undefined)
  const first = named[0] === undefined ? '' : cellText(named[0].value)
  switch (change) {
    case 'updated':
      return updateWords(cells.filter(({ changed }) => changed))
    case 'deleted':
      return `− ${first}`
    case 'inserted':
    case null: {
      const telling = named.filter(({ column }) => !isQuiet(column))
      const [name = first, ...rest] = telling.slice(0, maxValues).map(({ value }) => cellText(value))
      return `+ ${name}${rest.length > 0 ? ` ${rest.join(', ')}` : ''}`
    }
  }
}

/** What changed; columns that only keep the books if nothing else did. */
function updateWords(changed: readonly CellState[]): string {
  const telling = changed.filter(({ column }) => !isBookkeeping(column))
  return (telling.length > 0 ? telling : changed)
    .slice(0, 2)
    .map(({ column, value, before }) => `${column} ${cellText(before)}${arrow}${cellText(value)}`)
    .join(', ')
}
