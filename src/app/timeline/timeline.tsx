import { useMemo } from 'react'
import type { Fault, Run } from '#simulator'
import type { AxisKind } from '../strip/axis.ts'
import { rowsOf } from '../strip/marks.ts'
import { EventList } from './event-list.tsx'
import { Strip } from './strip.tsx'
import styles from './timeline.module.css'

export interface TimelineProps {
  readonly run: Run
  /** How many events have happened. */
  readonly cursor: number
  readonly onSeek: (index: number) => void
  readonly onBreak: (fault: Fault) => void
  readonly axis: AxisKind
}

/** The run as a strip: a row for each actor on a shared axis, and the same as a list for whoever cannot see it. */
export function Timeline({ run, cursor, onSeek, onBreak, axis }: TimelineProps) {
  const rows = useMemo(() => rowsOf(run), [run])
  return (
    <section className={styles['timeline']} aria-label="Timeline">
      <div className={styles['strip']}>
        <div className={styles['lanes']} aria-hidden="true">
          {rows.map(({ key, title }) => (
            <span key={key}>{title}</span>
          ))}
        </div>
        <Strip run={run} rows={rows} cursor={cursor} axis={axis} onSeek={onSeek} />
      </div>
      <EventList run={run} cursor={cursor} onSeek={onSeek} onBreak={onBreak} />
    </section>
  )
}
