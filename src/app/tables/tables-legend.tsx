import styles from './tables-legend.module.css'

interface TablesLegendProps {
  readonly isFull: boolean
  readonly onFull: (isFull: boolean) => void
}

/** What the marks in the tables mean, and the switch for columns that are left out. */
export function TablesLegend({ isFull, onFull }: TablesLegendProps) {
  return (
    <div className={styles['legend']}>
      <button type="button" aria-pressed={isFull} onClick={() => onFull(!isFull)}>
        all columns
      </button>
      <span aria-hidden="true">
        <i className={styles['changedKey']} /> just changed
      </span>
      <span aria-hidden="true">
        <i className={styles['pendingKey']} /> not committed
      </span>
    </div>
  )
}
