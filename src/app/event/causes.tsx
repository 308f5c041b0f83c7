import type { Run, TraceEvent } from '#simulator'
import { sentence } from '#simulator/sentence.ts'
import { effectsOf } from './facts.ts'
import styles from './event.module.css'

interface CausesProps {
  readonly run: Run
  readonly event: TraceEvent
  readonly onSeek: (index: number) => void
}

/** The event that made this one happen, and those that it made happen. */
export function Causes({ run, event, onSeek }: CausesProps) {
  const cause = event.cause === null ? undefined : run.trace[event.cause - 1]
  const effects = effectsOf(run, event)
  return (
    <ul className={styles['causes']}>
      {cause && <Link words="because" run={run} event={cause} onSeek={onSeek} />}
      {effects.map((effect) => (
        <Link key={effect.index} words="led to" run={run} event={effect} onSeek={onSeek} />
      ))}
    </ul>
  )
}

function Link({ words, run, event, onSeek }: CausesProps & { readonly words: string }) {
  return (
    <li>
      <span className={styles['why']}>{words}</span>
      <button type="button" onClick={() => onSeek(event.index)}>
        <span className={styles['number']}>{event.index}</span> {sentence(event, run)}
      </button>
    </li>
  )
}
