import { X } from 'lucide-react'
import type { Fault, FaultOutcome } from '#simulator'
import { VerdictMark } from '../parts/verdict-mark.tsx'
import { faultSentence, faultWords } from '../state/fault-words.ts'
import styles from './plan.module.css'

interface FaultChipProps {
  readonly fault: Fault
  readonly outcome: FaultOutcome | undefined
  readonly onRemove: () => void
  readonly onSeek: (event: number) => void
}

/** One fault: click it to see it strike, its cross to take it away. */
export function FaultChip({ fault, outcome, onRemove, onSeek }: FaultChipProps) {
  const { verb, operation, detail } = faultWords(fault)
  const hasFired = outcome?.fired === true
  const reason = outcome?.fired === false ? outcome.reason : null
  return (
    <span className={`${styles['chip']} ${hasFired ? '' : styles['unfired']}`}>
      <button
        type="button"
        className={styles['fault']}
        disabled={!hasFired}
        title={
          reason ?? `${faultSentence(fault)}: go to event ${outcome?.fired === true ? outcome.event : ''}`
        }
        onClick={() => outcome?.fired === true && onSeek(outcome.event)}
      >
        <VerdictMark tone={hasFired ? 'violated' : 'unknown'} />
        <span className={styles['words']}>
          {verb} <code>{operation}</code>
          {detail !== null && ` ${detail}`}
          {!hasFired && <em>not reached in this lane</em>}
        </span>
      </button>
      <button
        type="button"
        className={styles['remove']}
        aria-label={`Remove: ${faultSentence(fault)}`}
        onClick={onRemove}
      >
        <X size={12} aria-hidden="true" />
      </button>
    </span>
  )
}
