import { usePage } from '../state/page.tsx'
import type { PlaceWords } from '../state/moment-words.ts'
import styles from './transport.module.css'

/** Where the playhead stands, in words. */
export function Where({ words }: { readonly words: PlaceWords }) {
  const isPlaying = usePage((page) => page.playing)
  const { event, of, sentence, isViolation } = words
  return (
    <p className={styles['where']}>
      <span className={styles['event']}>
        <strong>{event}</strong> {of}
      </span>
      <span className={styles['sentence']} title={sentence}>
        {isViolation && !isPlaying && <strong>Paused at a violation. </strong>}
        {sentence}
      </span>
    </p>
  )
}
