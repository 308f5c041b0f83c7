import type { Bracket, Row } from './rows.ts'
import styles from './node.module.css'

/** The tick of what is durable: a COMMIT, or each half of a step outside the database. */
export function RowSeal({ row, bracket }: { readonly row: Row; readonly bracket: Bracket }) {
  const sealed =
    row.kind === 'commit' ||
    (bracket === 'step' && (row.kind === 'call' || row.kind === 'checkpoint')) ||
    (bracket === null && row.kind !== 'window')
  if (!sealed) return null
  return (
    <svg
      className={`${styles['seal']} ${styles[`seal-${row.state}`]}`}
      viewBox="0 0 14 14"
      aria-hidden="true"
    >
      {row.state === 'lost' ? (
        <path className={styles['sealCross']} d="M4 4l6 6m0-6l-6 6" />
      ) : (
        <>
          <circle cx="7" cy="7" r="5.25" />
          {row.state === 'done' && <path d="M4.5 7.2l1.8 1.8 3.3-3.8" />}
        </>
      )}
    </svg>
  )
}
