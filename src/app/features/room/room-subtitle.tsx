import type { Term } from '../../model/glossary.ts'
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
          {/[.!?…]$/.test(sentence) ? sentence : `${sentence}.`}
        </p>
      )}
      <p className={styles['term']} title={term?.sentence}>
        {term !== null && <TermSentence term={term} />}
      </p>
    </div>
  )
}

function TermSentence({ term: { name, sentence } }: { readonly term: Term }) {
  const at = sentence.toLowerCase().indexOf(name)
  return (
    <>
      {sentence.slice(0, at)}
      <strong>{sentence.slice(at, at + name.length)}</strong>
      {sentence.slice(at + name.length)}
    </>
  )
}
