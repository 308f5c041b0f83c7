import { useMemo, type CSSProperties } from 'react'
import type { Run } from '#simulator'
import { sentenceAt } from '../state/announcement.ts'
import { usePage, usePageStore, useRun } from '../state/page.tsx'
import styles from './event-slider.module.css'

/** The whole run as one line: drag it to any event. */
export function EventSlider() {
  const store = usePageStore()
  const run = useRun()
  const cursor = usePage((page) => page.cursor)
  const last = run.trace.length
  const marks = useMemo(() => marksOf(run), [run])
  return (
    <div className={styles['slider']} style={{ '--at': fraction(cursor, last) } as CSSProperties}>
      <div className={styles['track']} aria-hidden="true">
        {marks.map(({ event, kind }) => (
          <i
            key={event}
            className={styles[kind]}
            style={{ '--at': fraction(event, last) } as CSSProperties}
          />
        ))}
      </div>
      <input
        type="range"
        className={styles['input']}
        aria-label="Event"
        aria-valuetext={`Event ${cursor} of ${last} — ${sentenceAt(run, cursor)}`}
        min={0}
        max={last}
        step={1}
        value={cursor}
        onChange={(event) => store.getState().seek(event.currentTarget.valueAsNumber)}
      />
    </div>
  )
}

interface Mark {
  readonly event: number
  readonly kind: 'fault' | 'violation'
}

/** Faults and violations: what one looks for when dragging. */
function marksOf(run: Run): readonly Mark[] {
  return run.trace.flatMap(({ index, what }): readonly Mark[] => {
    if (what.kind === 'fault') return [{ event: index, kind: 'fault' }]
    return what.kind === 'violated' ? [{ event: index, kind: 'violation' }] : []
  })
}

function fraction(event: number, last: number): string {
  return String(last === 0 ? 0 : event / last)
}
