import { X } from 'lucide-react'
import type { Fault } from '#simulator'
import { VerdictMark } from '../parts/verdict-mark.tsx'
import type { Fate } from '../state/fates.ts'
import { faultSentence, faultWords } from '../state/fault-words.ts'
import styles from './plan.module.css'

interface FaultChipProps {
  readonly fault: Fault
  readonly fate: Fate
  readonly onRemove: () => void
  readonly onSeek: (to: number) => void
}

/** One fault: click it to see it strike, its cross to take it away. */
export function FaultChip({ fault, fate, onRemove, onSeek }: FaultChipProps) {
  const { verb, operation, detail } = faultWords(fault)
  const { at, note, reason } = fate
  return (
    <span className={`${styles['chip']} ${at === null ? styles['unfired'] : ''}`}>
      <button
        type="button"
        className={styles['fault']}
        disabled={at === null}
        title={reason ?? `${faultSentence(fault)}: go to where it strikes`}
        onClick={() => at !== null && onSeek(at)}
      >
        <VerdictMark tone={at === null ? 'unknown' : 'violated'} />
        <span className={styles['words']}>
          {verb} <code>{operation}</code>
          {detail !== null && ` ${detail}`}
          {note !== null && <em>{note}</em>}
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
