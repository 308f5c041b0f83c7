import type { ReactNode } from 'react'
import styles from './compact-stage.module.css'

export interface CompactSlots {
  readonly top: ReactNode
  readonly chips: ReactNode
  /** The steps as a list. */
  readonly steps: ReactNode
  readonly question: ReactNode
  /** The answer and its reasons. */
  readonly argument: ReactNode
  readonly transport: ReactNode
}

/** Two panes for a window that is too low or too narrow for the graph: the steps, and what to make of them. */
export function CompactStage(slots: CompactSlots) {
  return (
    <div className={styles['stage']}>
      {slots.top}
      <main className={styles['panes']} id="run">
        <div className={styles['left']}>
          <div className={styles['chips']} data-region="">
            {slots.chips}
          </div>
          {/* What scrolls must be reachable by keyboard: the steps in it are buttons. */}
          <div className={styles['steps']} data-region="">
            {slots.steps}
          </div>
        </div>
        <div className={styles['right']} data-region="">
          <div className={styles['question']}>{slots.question}</div>
          {slots.argument}
        </div>
      </main>
      <footer className={styles['transport']}>{slots.transport}</footer>
    </div>
  )
}
