import {
  memo,
  useEffect,
  useRef,
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type MouseEvent,
} from 'react'
import { CellMark } from './cell-mark.tsx'
import { cellWords, columnTitle, variantTitle } from './cell-words.ts'
import { isOfConcern, type Cell, type Group, type Picture, type Row, type Variant } from './picture.ts'
import type { CellKey } from './played-cell.ts'
import { VerdictMark } from '../parts/verdict-mark.tsx'
import styles from './grid.module.css'

interface GridProps {
  readonly picture: Picture
  /** The one that the card tells of, and that the tab key comes to. */
  readonly chosen: CellKey | null
  readonly onChoose: (key: CellKey) => void
  readonly onPlay: (key: CellKey) => void
  readonly isLarge: boolean
}

/** Long enough that a pointer on its way to the card does not choose what it passes over. Milliseconds. */
const dwellMs = 90

/** With more customers than these a column is as wide as its mark, and its number and name have no room beside it. */
const mostRoomy = 4

/** The picture itself: a grid that arrow keys move in. */
export function Grid({ picture, chosen, onChoose, onPlay, isLarge }: GridProps) {
  const table = useRef<HTMLTableElement>(null)
  const dwell = useRef<ReturnType<typeof setTimeout>>(undefined)
  const { variants, groups } = picture
  const columns = variants.flatMap((variant) => variant.columns)
  const isDense = variants.some((variant) => variant.columns.length > mostRoomy)
  const firstRow = groups[0]?.rows[0]?.key ?? ''
  const isThere = chosen !== null && groups.some(({ rows }) => rows.some(({ key }) => key === chosen.row))
  const active = isThere ? chosen : { row: firstRow, column: columns[0]?.key ?? '' }

  // Whoever comes back goes on where he was.
  const returned = useRef(chosen)
  useEffect(() => {
    const key = returned.current
    if (key !== null && document.activeElement === document.body) cellAt(table.current, key)?.focus()
  }, [])

  const hover = (event: PointerEvent) => {
    clearTimeout(dwell.current)
    const key = keyOf(event.target)
    if (key !== null && event.pointerType !== 'touch')
      dwell.current = setTimeout(() => onChoose(key), dwellMs)
  }
  const focus = (event: FocusEvent) => {
    const key = keyOf(event.target)
    if (key !== null) onChoose(key)
  }
  const click = (event: MouseEvent) => {
    const key = keyOf(event.target)
    if (key !== null) onPlay(key)
  }
  const press = (event: KeyboardEvent) => {
    const key = keyOf(event.target)
    if (key === null || event.altKey || event.metaKey) return
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      return onPlay(key)
    }
    const next = neighbour(event, key, picture)
    if (next === null) return
    event.preventDefault()
    cellAt(table.current, next)?.focus()
  }

  return (
    <table
      ref={table}
      className={styles['grid']}
      // HTML has no element of its own for a table that arrow keys move in.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
      role="grid"
      aria-label="Faults by step, and what each comes to"
      data-large={isLarge || undefined}
      data-dense={isDense || undefined}
      onPointerOver={hover}
      onPointerLeave={() => clearTimeout(dwell.current)}
      onFocus={focus}
      onClick={click}
      onKeyDown={press}
    >
      <thead>
        <tr>
          <td colSpan={2} className={styles['stepHead']} aria-hidden="true" />
          {variants.map((variant) => (
            <VariantHead key={variant.key} variant={variant} />
          ))}
        </tr>
        <tr className={styles['customers']}>
          <th scope="col" className={styles['stepHead']}>
            step
          </th>
          <th scope="col" className={styles['faultHead']}>
            fault
          </th>
          {variants.map(({ columns: own }) =>
            own.map((column, at) => (
              <th
                key={column.key}
                scope="col"
                className={styles['customer']}
                data-first={at === 0 || undefined}
                title={columnTitle(column)}
              >
                <span>{columnTitle(column)}</span>
              </th>
            )),
          )}
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group.step} className={styles['group']}>
          {group.rows.map((row, at) => (
            <RowView
              key={row.key}
              group={group}
              row={row}
              isFirst={at === 0}
              variants={variants}
              active={active.row === row.key ? active.column : null}
              isChosen={chosen?.row === row.key}
            />
          ))}
        </tbody>
      ))}
    </table>
  )
}

/** Its title, and what its schedules came to. */
function VariantHead({ variant }: { readonly variant: Variant }) {
  const { title, guards, columns, counts, isComplete } = variant
  return (
    <th scope="colgroup" colSpan={columns.length} className={styles['variant']}>
      <span className={styles['variantLine']}>
        <span className={styles['title']} title={variantTitle(variant)}>
          {title}
        </span>
        <span className={styles['counts']}>
          {counts.violated > 0 && (
            <span className={styles['violatedCount']}>
              <VerdictMark tone="violated" />
              <span className="visually-hidden">violated: </span>
              {counts.violated}
            </span>
          )}
          {counts.stuck > 0 && (
            <span className={styles['stuckCount']}>
              <VerdictMark tone="stuck" />
              <span className="visually-hidden">stuck: </span>
              {counts.stuck}
            </span>
          )}
          {counts['not-judged'] > 0 && (
            <span className={styles['unjudgedCount']}>
              <VerdictMark tone="not-judged" />
              <span className="visually-hidden">not judged: </span>
              {counts['not-judged']}
            </span>
          )}
          {counts.violated + counts.stuck + counts['not-judged'] === 0 && (
            <span>{isComplete ? 'none' : 'none yet'}</span>
          )}
        </span>
      </span>
      <span className={styles['guards']}>{guards}</span>
    </th>
  )
}

interface RowViewProps {
  readonly group: Group
  readonly row: Row
  readonly isFirst: boolean
  readonly variants: readonly Variant[]
  /** The column that the tab key comes to, where it is in this row. */
  readonly active: string | null
  readonly isChosen: boolean
}

const RowView = memo(
  function RowView({ group, row, isFirst, variants, active, isChosen }: RowViewProps) {
    const columns = variants.flatMap((variant) =>
      variant.columns.map((column, at) => ({ column, isFirst: at === 0 })),
    )
    return (
      <tr className={styles['row']} data-chosen={isChosen || undefined}>
        {isFirst && (
          <th scope="rowgroup" rowSpan={group.rows.length} className={styles['step']} title={group.step}>
            {group.step === '' ? <span className="visually-hidden">none</span> : group.step}
          </th>
        )}
        <th scope="row" className={styles['fault']}>
          {row.words}
        </th>
        {row.cells.map((cell, at) => {
          const { column, isFirst: isFirstOfVariant = false } = columns[at] ?? {}
          return (
            column && (
              <CellView
                key={column.key}
                cell={cell}
                rowKey={row.key}
                columnKey={column.key}
                isFirst={isFirstOfVariant}
                isActive={active === column.key}
                isChosen={isChosen && active === column.key}
              />
            )
          )
        })}
      </tr>
    )
  },
  (one, other) =>
    one.active === other.active &&
    one.isChosen === other.isChosen &&
    one.isFirst === other.isFirst &&
    one.variants.length === other.variants.length &&
    one.group.rows.length === other.group.rows.length &&
    signature(one.row) === signature(other.row),
)

/** Rows that look the same are not drawn again. */
function signature({ words, cells }: Row): string {
  return `${words} ${cells.map(({ tone, count, schedules }) => `${tone}${count}/${schedules.length}`).join()}`
}

interface CellViewProps {
  readonly cell: Cell
  readonly rowKey: string
  readonly columnKey: string
  readonly isFirst: boolean
  readonly isActive: boolean
  readonly isChosen: boolean
}

function CellView({ cell, rowKey, columnKey, isFirst, isActive, isChosen }: CellViewProps) {
  const shows = cell.count > 1 && isOfConcern(cell)
  return (
    <td
      className={styles['cell']}
      data-row={rowKey}
      data-column={columnKey}
      data-tone={cell.tone}
      data-first={isFirst || undefined}
      data-chosen={isChosen || undefined}
      tabIndex={isActive ? 0 : -1}
      aria-label={cellWords(cell)}
    >
      <span className={styles['mark']}>
        <CellMark tone={cell.tone} />
        {shows && <span className={styles['count']}>{cell.count}</span>}
      </span>
    </td>
  )
}

function keyOf(target: EventTarget): CellKey | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-column]') : null
  const { row, column } = cell?.dataset ?? {}
  return row === undefined || column === undefined ? null : { row, column }
}

function cellAt(table: HTMLTableElement | null, { row, column }: CellKey): HTMLElement | null {
  const cells = table?.querySelectorAll<HTMLElement>('[data-column]') ?? []
  return [...cells].find(({ dataset }) => dataset['row'] === row && dataset['column'] === column) ?? null
}

/** Where a key leads from a cell; null where it leads nowhere. */
function neighbour(event: KeyboardEvent, from: CellKey, { groups, variants }: Picture): CellKey | null {
  const rows = groups.flatMap((group) => group.rows.map(({ key }) => key))
  const columns = variants.flatMap((variant) => variant.columns.map(({ key }) => key))
  const [row, column] = [rows.indexOf(from.row), columns.indexOf(from.column)]
  const to = moved(event, row, column, rows.length, columns.length)
  if (to === null) return null
  const clamp = (value: number, length: number) => Math.max(0, Math.min(length - 1, value))
  return {
    row: rows[clamp(to.row, rows.length)] ?? '',
    column: columns[clamp(to.column, columns.length)] ?? '',
  }
}

/** Rows that a page key goes over. */
const pageRows = 12

function moved({ key, ctrlKey }: KeyboardEvent, row: number, column: number, rows: number, columns: number) {
  switch (key) {
    case 'ArrowRight':
      return { row, column: column + 1 }
    case 'ArrowLeft':
      return { row, column: column - 1 }
    case 'ArrowDown':
      return { row: row + 1, column }
    case 'ArrowUp':
      return { row: row - 1, column }
    case 'PageDown':
      return { row: row + pageRows, column }
    case 'PageUp':
      return { row: row - pageRows, column }
    case 'Home':
      return { row: ctrlKey ? 0 : row, column: 0 }
    case 'End':
      return { row: ctrlKey ? rows - 1 : row, column: columns - 1 }
    default:
      return null
  }
}
