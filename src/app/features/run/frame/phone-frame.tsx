import type { ReactNode } from 'react'
import styles from './phone-frame.module.css'

export interface PhoneSlots {
  readonly top: ReactNode
  readonly question: ReactNode
  readonly plan: ReactNode
  readonly graph: ReactNode
  readonly timeline: ReactNode
  readonly scrubber: ReactNode
  readonly bar: ReactNode
  readonly verdict: ReactNode
}

/** One column between two bars; the scrubber stays in reach while the rest scrolls. */
export function PhoneFrame(slots: PhoneSlots) {
  return (
    <div className={styles['frame']}>
      {slots.top}
      <main className={styles['column']} id="run">
        <div className={styles['block']}>
          {slots.question}
          {slots.verdict}
        </div>
        <div className={styles['block']}>{slots.plan}</div>
        <div className={styles['graph']}>{slots.graph}</div>
        <div className={styles['timeline']}>{slots.timeline}</div>
      </main>
      <footer className={styles['foot']}>
        {slots.scrubber}
        {slots.bar}
      </footer>
    </div>
  )
}
