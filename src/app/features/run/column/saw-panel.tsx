import styles from './saw.module.css'

/** A page or a mail that a customer has got, or gets next. */
export interface SeenLine {
  readonly event: number
  /** `“This site can’t be reached”`. */
  readonly words: string
  readonly isNext: boolean
}

interface SawPanelProps {
  /** `What Alice saw`. */
  readonly title: string
  readonly lines: readonly SeenLine[]
  readonly onSeek: (event: number) => void
  /** Shows all of it. */
  readonly onOpen: () => void
}

/** What the customers have seen, in two lines; the heading opens the whole. */
export function SawPanel({ title, lines, onSeek, onOpen }: SawPanelProps) {
  return (
    <section className={styles['panel']} aria-label={title}>
      <h2>
        <button type="button" className={styles['title']} onClick={onOpen}>
          {title}
        </button>
      </h2>
      <ol className={styles['lines']}>
        {lines.length === 0 && <li className={styles['none']}>Nothing yet.</li>}
        {lines.map(({ event, words, isNext }) => (
          <li key={event} data-next={isNext || undefined}>
            <button
              type="button"
              className={styles['number']}
              aria-label={`Event ${event}`}
              title={`Go to event ${event}`}
              onClick={() => onSeek(event)}
            >
              {event}
            </button>
            <span className={styles['words']} title={words}>
              {isNext && 'next: '}
              {words}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
