import { GapButton } from './gap-button.tsx'
import type { NodeState } from './node-story.ts'
import { RowSeal } from './row-seal.tsx'
import { measures } from './size.ts'
import styles from './node.module.css'

/** What the node does, a row each, held by its bracket; between any two rows is a gap. */
export function OpenRows({ state }: { readonly state: NodeState }) {
  const { rows, bracket } = state
  const open = rows.some((row) => row.state === 'pending')
  const lost = rows.some((row) => row.state === 'lost')
  const look = lost
    ? 'dropped'
    : open
      ? 'open'
      : rows.every((row) => row.state === 'ahead')
        ? 'ahead'
        : 'closed'
  return (
    <ol className={styles['rows']}>
      {bracket !== null && (
        <li
          aria-hidden="true"
          className={`${styles['bracket']} ${styles[`${bracket}-${look}`]}`}
          style={bracketPlace(state)}
        />
      )}
      {rows.map((row, position) => (
        <li
          key={`${row.kind} ${row.event ?? position}`}
          className={`${styles['row']} ${styles[`row-${row.state}`]} ${styles[row.kind] ?? ''}`}
        >
          <RowSeal row={row} bracket={bracket} />
          <span className={styles['what']}>{row.title}</span>
          <span className={styles['value']}>{row.value}</span>
          {row.state === 'pending' && row.value !== 'pending' && (
            <span className="visually-hidden">not committed</span>
          )}
          {row.gap && <GapButton gap={row.gap} form="row" top={measures.row} />}
        </li>
      ))}
    </ol>
  )
}

/** From the middle of the first row to the middle of the last; a step's thread runs from the call to its record. */
function bracketPlace({ rows, bracket }: NodeState) {
  const first = bracket === 'step' ? Math.max(0, rows.findIndex((row) => row.kind === 'window') - 1) : 0
  return {
    top: first * measures.row + measures.row / 2,
    height: Math.max(0, rows.length - 1 - first) * measures.row,
  }
}
