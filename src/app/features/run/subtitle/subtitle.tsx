import type { ReactNode } from 'react'
import { withFullStop } from '../../../model/full-stop.ts'
import type { PlaceWords } from '../../../state/moment-words.ts'
import styles from './subtitle.module.css'

interface SubtitleProps {
  readonly words: PlaceWords
  /** The number in the chip: of the event, or of the moment in a comparison. */
  readonly number: string
  /** One line below the sentence. */
  readonly context?: ReactNode
}

/** What happens at the cursor, in reading size. Its height is its row's, however long the sentence is. */
export function Subtitle({ words, number, context = null }: SubtitleProps) {
  return (
    <div className={styles['subtitle']}>
      <span className={styles['number']} aria-hidden="true">
        {number}
      </span>
      <div className={styles['lines']}>
        <p className={styles['sentence']} title={words.sentence}>
          {withFullStop(words.sentence)}
        </p>
        <p className={styles['context']}>{context}</p>
      </div>
    </div>
  )
}
