import type { ReactNode } from 'react'
import type { DrawerState } from '../../../store/stage-view.ts'
import { drawerStyle } from './drawer-style.ts'
import styles from './stage.module.css'

export interface CompareSlots {
  readonly top: ReactNode
  readonly question: ReactNode
  readonly chips: ReactNode
  /** Fills what the other rows leave: lanes, receipts and narration. */
  readonly board: ReactNode
  readonly transport: ReactNode
  readonly drawer: ReactNode
}

/** The wide form of a comparison: the same rows as for one run, without a right column. */
export function CompareStage({
  drawerState,
  draggedPx = null,
  ...slots
}: CompareSlots & { readonly drawerState: DrawerState; readonly draggedPx?: number | null }) {
  return (
    <div className={`${styles['stage']} ${styles['comparison']}`}>
      {slots.top}
      <main className={styles['run']} id="run" data-drawer={drawerState} style={drawerStyle(draggedPx)}>
        <div className={styles['question']}>{slots.question}</div>
        <div className={styles['chips']}>{slots.chips}</div>
        <div className={styles['graph']}>{slots.board}</div>
        <div className={styles['transport']}>{slots.transport}</div>
        <div className={styles['drawer']}>{slots.drawer}</div>
      </main>
    </div>
  )
}
