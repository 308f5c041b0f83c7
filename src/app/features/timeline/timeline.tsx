import { useMemo, type CSSProperties } from 'react'
import type { Explanation } from '#explorer'
import type { Fault, Run } from '#simulator'
import type { AxisKind } from '../../strip/axis.ts'
import { chainOf } from '../../strip/chain.ts'
import { compactForm } from '../../strip/geometry.ts'
import { rowsOf } from '../../strip/marks.ts'
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
  /** Drawn where something is violated; null while nothing is known or told. */
  readonly explanation: Explanation | null
  /** Whether the explanation is what is looked at, and at which of its links. */
  readonly strong: boolean
  readonly pointed: number | null
  /** The run is a beginning: what follows is covered, and says so in the name of what it waits for. */
  readonly hiddenAfter?: 'crash' | 'fault' | null
}

/** The run as a strip: a row for each actor on a shared axis; the same as a list, for those who cannot see it. */
export function Timeline(props: TimelineProps) {
  const { run, cursor, onSeek, onBreak, axis, explanation, strong, pointed, hiddenAfter = null } = props
  const rows = useMemo(() => rowsOf(run), [run])
  const chain = useMemo(() => chainOf(run, rows, explanation), [run, rows, explanation])
  return (
    <section className={styles['timeline']} aria-label="Timeline">
      <div className={styles['strip']}>
        <div
          className={styles['lanes']}
          style={{ '--row': `${compactForm(rows.length).row}px` } as CSSProperties}
          aria-hidden="true"
        >
          {rows.map(({ key, title }) => (
            <span key={key}>{title}</span>
          ))}
        </div>
        <Strip
          run={run}
          rows={rows}
          cursor={cursor}
          axis={axis}
          onSeek={onSeek}
          chain={chain}
          strong={strong}
          pointed={pointed}
          cover={
            hiddenAfter === null ? null : `What happens after the ${hiddenAfter} is hidden until you play.`
          }
        />
      </div>
      <EventList run={run} chain={chain} cursor={cursor} onSeek={onSeek} onBreak={onBreak} />
    </section>
  )
}
