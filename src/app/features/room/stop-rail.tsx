import type { RoomStop } from '../../model/room/stops.ts'
import styles from './stop-rail.module.css'

interface StopRailProps {
  readonly stops: readonly RoomStop[]
  /** Position of the stop that the run has come to; −1 before the first. */
  readonly at: number
  readonly onGo: (position: number) => void
}

/**
 * The stops on a line. What lies ahead has no words, no number and no sign: it would give the answer away. A fault is in
 * the question, so it is named.
 */
export function StopRail({ stops, at, onGo }: StopRailProps) {
  return (
    <ol className={styles['rail']} aria-label="Stops">
      {stops.map((stop, position) => {
        const isKnown = position <= at || stop.kind === 'fault'
        return (
          <li
            key={stop.event}
            className={styles['stop']}
            data-kind={isKnown ? stop.kind : 'step'}
            data-state={position < at ? 'past' : position === at ? 'here' : 'ahead'}
          >
            <button
              type="button"
              className={styles['button']}
              aria-current={position === at ? 'step' : undefined}
              aria-label={isKnown ? `Stop ${position + 1}: ${stop.label}` : `Stop ${position + 1}`}
              onClick={() => onGo(position)}
            >
              <span className={styles['mark']} aria-hidden="true">
                {isKnown && stop.kind === 'fault' && '✕'}
              </span>
              <span className={styles['label']} title={isKnown ? stop.label : undefined}>
                {isKnown ? stop.label : ''}
              </span>
            </button>
            {position <= at && <span className={styles['event']}>{stop.event}</span>}
          </li>
        )
      })}
    </ol>
  )
}
