import { withFullStop } from '../../model/full-stop.ts'
import type { Term } from '../../model/glossary.ts'
import { TermLine } from '../../parts/term-line.tsx'
import styles from './room-subtitle.module.css'

interface RoomSubtitleProps {
  /** What happens at the cursor; null where each lane says its own. */
  readonly sentence: string | null
  /** Explained in the line below, where it occurs for the first time in this run. */
  readonly term: Term | null
}

/** Two lines of one height, so that the picture above does not move from stop to stop. */
export function RoomSubtitle({ sentence, term }: RoomSubtitleProps) {
  return (
    <div className={styles['subtitle']}>
      {sentence !== null && (
        <p className={styles['sentence']} title={sentence}>
          {withFullStop(sentence)}
        </p>
      )}
      <p className={styles['term']} title={term?.sentence}>
        {term !== null && <TermLine term={term} />}
      </p>
    </div>
  )
}
