import { VerdictMark } from '../../parts/verdict-mark.tsx'
import type { Receipt } from '#simulator/scenario.ts'
import type { Tone } from '../../state/catalogue.ts'
import styles from './room-verdict.module.css'

export interface RoomAnswer {
  readonly answer: string
  readonly tone: Tone
  /** `Durable: all 12 rules hold.` */
  readonly scope: string
}

interface RoomVerdictProps {
  /** Null until the stop that earns it is reached, and while it is hidden. */
  readonly answer: RoomAnswer | null
  /** Whether the answer waits for somebody to ask for it. */
  readonly canReveal: boolean
  readonly onReveal: () => void
  readonly receipts: readonly Receipt[]
  /** `event 29`, `the end`. */
  readonly place: string
  /** The same plan in another lane, once both answers are told. */
  readonly other: { readonly title: string; readonly words: string; readonly tone: Tone } | null
}

/** The answer in its place, and what is left at the cursor. */
export function RoomVerdict(props: RoomVerdictProps) {
  const { answer, canReveal, onReveal, receipts, place, other } = props
  return (
    <section className={styles['verdict']} aria-label="Verdict">
      <div className={styles['head']}>
        <VerdictMark tone={answer?.tone ?? 'unknown'} size="large" />
        <p className={styles['answer']}>{answer?.answer ?? 'What do you think?'}</p>
        <p className={styles['scope']}>{answer?.scope}</p>
        {canReveal && (
          <button type="button" className={styles['reveal']} onClick={onReveal}>
            Show the answer
          </button>
        )}
      </div>
      <dl className={styles['receipts']}>
        {receipts.map(({ name, value, detail, tone }) => (
          <div key={name} data-tone={tone}>
            <dt>{name}</dt>
            <dd className={styles['value']}>{value}</dd>
            <dd className={styles['detail']}>{detail}</dd>
          </div>
        ))}
      </dl>
      {other === null ? (
        <p className={styles['place']}>At {place}</p>
      ) : (
        <p className={styles['other']}>
          {other.title}: <strong data-tone={other.tone}>{other.words}</strong>
        </p>
      )}
    </section>
  )
}
