import styles from './segments.module.css'

interface SegmentsProps<Value> {
  /** The accessible name of them all. */
  readonly label: string
  readonly options: readonly { readonly value: Value; readonly label: string; readonly title?: string }[]
  readonly value: Value
  readonly onChoose: (value: Value) => void
  /** `low` fits into a row of small controls. */
  readonly size?: 'low' | 'high'
}

/** One of two or three, all of them in sight. */
export function Segments<Value extends string>({
  label,
  options,
  value,
  onChoose,
  size = 'low',
}: SegmentsProps<Value>) {
  return (
    <span className={`${styles['segments']} ${styles[size]}`} role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className={styles['segment']}
          title={option.title}
          aria-pressed={option.value === value}
          onClick={() => onChoose(option.value)}
        >
          {option.label}
        </button>
      ))}
    </span>
  )
}
