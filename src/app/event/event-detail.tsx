import { useMemo } from 'react'
import type { Run } from '#simulator'
import { sentence } from '#simulator/sentence.ts'
import { Causes } from './causes.tsx'
import { factsOf } from './facts.ts'
import { RowsTable } from './rows-table.tsx'
import styles from './event.module.css'

export interface EventDetailProps {
  readonly run: Run
  /** How many events have happened; the last of them is shown. */
  readonly cursor: number
  readonly onSeek: (index: number) => void
}

/** The event at the cursor: its SQL with its parameters, what came back, and what made it happen. */
export function EventDetail({ run, cursor, onSeek }: EventDetailProps) {
  const event = run.trace[cursor - 1]
  const detail = useMemo(() => event && factsOf(event), [event])
  if (!event || !detail) return <p className={styles['nothing']}>Nothing has happened yet.</p>
  const { facts, sql, values, rows, documents, error } = detail
  return (
    <section className={styles['panel']} aria-label="Event">
      <div className={styles['column']}>
        <h2 className={styles['title']}>
          <span className={styles['number']}>{event.index}</span> {sentence(event, run)}
        </h2>
        <dl className={styles['facts']}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <Causes run={run} event={event} onSeek={onSeek} />
      </div>
      <div className={styles['column']}>
        {sql !== null && <pre className={styles['sql']}>{sql}</pre>}
        {values.length > 0 && (
          <dl className={styles['values']}>
            {values.map((value, position) => (
              // Parameters are known by their position.
              <div key={position}>
                <dt>${position + 1}</dt>
                <dd>{typeof value === 'string' ? `'${value}'` : JSON.stringify(value)}</dd>
              </div>
            ))}
          </dl>
        )}
        {error !== null && <p className={styles['error']}>{error}</p>}
        {rows !== null && error === null && <RowsTable rows={rows} />}
        {documents.map(([name, value]) => (
          <div key={name}>
            <h4 className={styles['name']}>{name}</h4>
            <pre className={styles['sql']}>{JSON.stringify(value, null, 2)}</pre>
          </div>
        ))}
      </div>
    </section>
  )
}
