import styles from './axis-switch.module.css'

export type Axis = 'events' | 'time'

interface AxisSwitchProps {
  readonly axis: Axis
  readonly onChoose: (axis: Axis) => void
}

/** The time strip by event, or by the clock. */
export function AxisSwitch({ axis, onChoose }: AxisSwitchProps) {
  return (
    <span className={styles['switch']} role="group" aria-label="Axis">
      {(['events', 'time'] as const).map((name) => (
        <button
          key={name}
          type="button"
          className={styles['choice']}
          aria-pressed={axis === name}
          onClick={() => onChoose(name)}
        >
          {name === 'events' ? 'Events' : 'Time'}
        </button>
      ))}
    </span>
  )
}
