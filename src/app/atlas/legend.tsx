import { CellMark } from './cell-mark.tsx'
import styles from './legend.module.css'

const meanings = [
  ['violated', 'violation; 2 means two schedules'],
  ['stuck', 'stuck: an order is stuck for good'],
  ['not-judged', 'not judged: the run was stopped early'],
  ['holds', 'holds'],
  ['untried', 'not tried yet'],
] as const

/** What the shapes mean. */
export function Legend() {
  return (
    <ul className={styles['legend']} aria-label="What the shapes mean">
      {meanings.map(([tone, words]) => (
        <li key={tone}>
          <span className={styles['mark']} data-tone={tone}>
            <CellMark tone={tone} />
          </span>
          {words}
        </li>
      ))}
      <li>
        <span className={styles['mark']} />
        empty: this operation does not occur here
      </li>
    </ul>
  )
}
