import type { ReactNode } from 'react'
import styles from './compare-frame.module.css'

export interface CompareSlots {
  readonly top: ReactNode
  readonly question: ReactNode
  readonly actions: ReactNode
  readonly plan: ReactNode
  readonly alignment: ReactNode
  readonly board: ReactNode
  readonly transport: ReactNode
}

/** One question above, all lanes below it, one transport at the foot. */
export function CompareFrame(slots: CompareSlots) {
  return (
    <div className={styles['frame']}>
      {slots.top}
      <main className={styles['main']} id="run">
        <div className={styles['head']}>
          <div className={styles['line']}>
            {slots.question}
            {slots.actions}
          </div>
          <div className={styles['line']}>
            {slots.plan}
            {slots.alignment}
          </div>
        </div>
        <div className={styles['board']}>{slots.board}</div>
        <div className={styles['transport']}>{slots.transport}</div>
      </main>
    </div>
  )
}
