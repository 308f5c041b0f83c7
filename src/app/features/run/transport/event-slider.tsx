import type { CSSProperties } from 'react'
import { usePlayhead } from '../../../state/use-playhead.ts'
import styles from './event-slider.module.css'

interface EventSliderProps {
  /** `edge`: 4 px, the upper edge of what it belongs to; `line`: a row of its own. */
  readonly form?: 'edge' | 'line'
  /** Events that are worth a stop, drawn as rings. */
  readonly stops?: readonly number[]
}

/**
 * Every event on one line: drag it to any of them.
 */
export function EventSlider({ form = 'edge', stops = [] }: EventSliderProps) {
  const { first, last, at, words, marks, seek } = usePlayhead()
  const fraction = (place: number) => String(last === first ? 0 : (place - first) / (last - first))
  return (
    <div className={`${styles['slider']} ${styles[form]}`} style={{ '--at': fraction(at) } as CSSProperties}>
      <div className={styles['track']} aria-hidden="true">
        {marks.map((mark) => (
          <i
            key={`${mark.kind} ${mark.at}`}
            className={styles[mark.kind]}
            style={{ '--at': fraction(mark.at) } as CSSProperties}
          />
        ))}
        {stops.map((stop) => (
          <i
            key={`stop ${stop}`}
            className={styles['stop']}
            data-past={stop <= at || undefined}
            style={{ '--at': fraction(stop) } as CSSProperties}
          />
        ))}
      </div>
      <input
        type="range"
        className={styles['input']}
        aria-label="Event"
        aria-valuetext={`${[words.event, words.of].filter((word) => word !== '').join(' ')} — ${words.sentence}`}
        min={first}
        max={last}
        step={1}
        value={at}
        onChange={(event) => seek(event.currentTarget.valueAsNumber)}
      />
    </div>
  )
}
