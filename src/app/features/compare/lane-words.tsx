import type { Beat } from '../../model/lane-line/beat.ts'
import type { ShownLine } from './use-lane-lines.ts'
import styles from './lane-words.module.css'

interface LaneWordsProps extends ShownLine {
  /** Only what has happened up to this event is told; all of it unless the answer is hidden. */
  readonly upTo: number
}

/** What a lane does after the cut, in order; what tells it from the others in bold. */
export function LaneWords({ line, bold, upTo }: LaneWordsProps) {
  const beats = line?.beats.filter(({ event }) => event <= upTo) ?? []
  if (beats.length === 0) return null
  return (
    <ol className={styles['beats']}>
      {beats.map((beat, at) => (
        // The same words may come twice in a line.
        <li key={`${at} ${beat.words}`} data-kind={beat.kind}>
          <BeatWords beat={beat} isBold={bold.has(beat.words)} />
        </li>
      ))}
    </ol>
  )
}

function BeatWords({
  beat: { words, kind, isWrong },
  isBold,
}: {
  readonly beat: Beat
  readonly isBold: boolean
}) {
  if (isWrong === true) return <strong className={styles['wrong']}>{words}</strong>
  if (kind === 'fault') return <strong className={styles['fault']}>{words}</strong>
  return isBold ? <strong>{words}</strong> : <>{words}</>
}
