import { usePage } from '../../../state/page.tsx'
import type { PlaceWords } from '../../../state/moment-words.ts'
import styles from './transport.module.css'

interface WhereProps {
  readonly words: PlaceWords
  readonly hasSentence?: boolean
}

/** Where the playhead stands, in words. */
export function Where({ words, hasSentence = true }: WhereProps) {
  // Whoever stepped here has paused nothing.
  const hasPaused = usePage((page) => page.pausedAt === page.cursor + page.beyond)
  const { event, of, sentence, isViolation } = words
  return (
    <p className={styles['where']}>
      <span className={styles['event']}>
        <strong>{event}</strong> {of}
      </span>
      {hasSentence && (
        <span className={styles['sentence']} title={sentence}>
          {isViolation && hasPaused && <strong>Paused at a violation. </strong>}
          {sentence}
        </span>
      )}
    </p>
  )
}
