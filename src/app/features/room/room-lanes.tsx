import type { ReactNode } from 'react'
import { VerdictMark } from '../../parts/verdict-mark.tsx'
import type { Tone } from '../../state/catalogue.ts'
import styles from './room-lanes.module.css'

export interface RoomLane {
  readonly name: string
  readonly title: string
  /** What it has done up to now, in words. */
  readonly story: ReactNode
  /** Null until this lane has earned it, and while it is hidden. */
  readonly verdict: { readonly words: string; readonly tone: Tone } | null
  /** What happens in it at this moment. */
  readonly sentence: string
}

/** One or two lanes of a comparison, at one moment. */
export function RoomLanes({ lanes }: { readonly lanes: readonly RoomLane[] }) {
  return (
    <section className={styles['lanes']} aria-label="Timeline">
      {lanes.map(({ name, title, story, verdict, sentence }) => (
        <article key={name} className={styles['lane']} aria-label={title}>
          <h2 className={styles['title']}>{title}</h2>
          <p className={styles['verdict']} data-tone={verdict?.tone}>
            <VerdictMark tone={verdict?.tone ?? 'unknown'} size="large" />
            {verdict?.words ?? 'What do you think?'}
          </p>
          <div className={styles['story']}>{story}</div>
          <p className={styles['sentence']}>{sentence}</p>
        </article>
      ))}
    </section>
  )
}
