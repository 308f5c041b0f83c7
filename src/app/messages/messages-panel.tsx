import { useMemo } from 'react'
import type { Run } from '#simulator'
import { SequenceArrow } from './sequence-arrow.tsx'
import { sequenceOf, type SequenceRow } from './sequence.ts'
import styles from './messages.module.css'

export interface MessagesPanelProps {
  readonly run: Run
  /** How many events have happened. */
  readonly cursor: number
  readonly onSeek: (index: number) => void
}

/** Who told whom what: a lifeline for each actor, a row for each message, what happened to it in words. */
export function MessagesPanel({ run, cursor, onSeek }: MessagesPanelProps) {
  const { lifelines, rows } = useMemo(() => sequenceOf(run), [run])
  const lost = rows.filter(
    (row) => row.index <= cursor && row.kind === 'message' && row.envelope && row.fate === 'dropped',
  ).length
  return (
    <section className={styles['panel']} aria-label="Messages">
      <div className={styles['heads']} aria-hidden="true">
        {lifelines.map((title) => (
          <span key={title}>{title}</span>
        ))}
        <span className={styles['tray']}>
          {lost > 0 && `${lost} ${lost === 1 ? 'webhook' : 'webhooks'} lost`}
        </span>
      </div>
      <ol className={styles['rows']}>
        {rows.map((row) => (
          <li key={row.index}>
            <button
              type="button"
              className={`${styles['row']} ${styles[phaseOf(row, cursor)] ?? ''}`}
              aria-current={row.index === cursor ? 'step' : undefined}
              onClick={() => onSeek(row.index)}
            >
              <SequenceArrow row={row} lifelines={lifelines} />
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}

function phaseOf(row: SequenceRow, cursor: number): 'past' | 'now' | 'future' {
  if (row.index > cursor) return 'future'
  return row.index === cursor || (row.kind === 'message' && row.until > cursor) ? 'now' : 'past'
}
