import type { ReactNode } from 'react'
import styles from './desk-frame.module.css'

export interface DeskSlots {
  readonly top: ReactNode
  readonly question: ReactNode
  readonly lanes: ReactNode
  readonly plan: ReactNode
  readonly graph: ReactNode
  readonly transport: ReactNode
  readonly timeline: ReactNode
  readonly details: ReactNode
  readonly verdict: ReactNode
  readonly palette: ReactNode
}

/** One page without scrolling: the run on the left, what to make of it on the right. */
export function DeskFrame(slots: DeskSlots) {
  return (
    <div className={styles['frame']}>
      {slots.top}
      <main className={styles['run']} id="run">
        <div className={styles['head']}>
          {slots.question}
          <div className={styles['choices']}>
            {slots.lanes}
            {slots.plan}
          </div>
        </div>
        <div className={styles['graph']}>{slots.graph}</div>
        <div className={styles['transport']}>{slots.transport}</div>
        <div className={styles['timeline']}>{slots.timeline}</div>
        <div className={styles['details']}>{slots.details}</div>
      </main>
      <aside className={styles['aside']} aria-label="What to make of it">
        <div className={styles['argument']}>{slots.verdict}</div>
        <div className={styles['palette']}>{slots.palette}</div>
      </aside>
    </div>
  )
}
