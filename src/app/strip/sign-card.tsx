import type { CSSProperties } from 'react'
import type { Run } from '#simulator'
import { markWords } from './mark-words.ts'
import { SignIcon } from './sign-icon.tsx'
import { signOf } from './signs.ts'
import type { StripMark } from './strip-mark.ts'
import styles from './sign-card.module.css'

interface SignCardProps {
  readonly mark: StripMark
  readonly run: Run
  /** The event as it is counted here: `28`, `+12`. */
  readonly flagOf: (event: number) => string
  readonly style?: CSSProperties
  /** Of folded tries: shows each of them, or folds them again. */
  readonly onRetries?: () => void
  readonly onLeave?: () => void
}

/** What a sign is called, what happened here, and what it means. */
export function SignCard({ mark, run, flagOf, style, onRetries, onLeave }: SignCardProps) {
  const { name, event, happened, meaning, term, warning } = markWords(mark, run)
  return (
    <div className={styles['card']} role="note" aria-label={name} style={style} onPointerLeave={onLeave}>
      <div className={styles['head']}>
        <SignIcon id={signOf(mark)} />
        <strong>{name}</strong>
        <span className={styles['event']}>{flagOf(event)}</span>
      </div>
      <p>{happened}</p>
      <p className={styles['meaning']}>{meaning}</p>
      {term !== null && <p className={styles['meaning']}>{term}</p>}
      {warning !== null && <p className={styles['warning']}>{warning}</p>}
      {mark.kind === 'retries' && onRetries !== undefined && (
        <button type="button" className={styles['button']} onClick={onRetries}>
          {mark.isOpen ? 'Fold the tries' : 'Show each try'}
        </button>
      )}
    </div>
  )
}
