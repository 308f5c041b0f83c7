import type { ReactNode } from 'react'
import type { DrawerState } from '../../../store/stage-view.ts'
import { drawerStyle } from './drawer-style.ts'
import styles from './stage.module.css'

export interface StageSlots {
  /** 48 px over the whole width. */
  readonly top: ReactNode
  /** The question, and in the opening a line above it: together 68 px. */
  readonly question: ReactNode
  /** One row of 36 px. */
  readonly chips: ReactNode
  /** Lies over the upper edge of the graph. */
  readonly toolbar: ReactNode
  /** Fills what the other rows leave. */
  readonly graph: ReactNode
  /** What happens at the cursor: 56 px. */
  readonly subtitle: ReactNode
  /** The strip; in a low window, or while the drawer is open, the scrub line. */
  readonly strip: ReactNode
  /** 40 px. */
  readonly transport: ReactNode
  readonly drawer: ReactNode
  /** The right column. */
  readonly aside: ReactNode
  readonly asideLabel?: string
}

interface StageProps extends StageSlots {
  readonly drawerState: DrawerState
  /** Whether the scrub line stands where the strip would. */
  readonly isScrubbed: boolean
  /** Height of the drawer while it is dragged, in pixels. */
  readonly draggedPx?: number | null
}

/**
 * The wide form: the run on the left, the answer and its reasons on the right. Every row but the graph's has a height
 * of its own, whatever is in it, so that nothing moves under the pointer when a fault, a verdict or a tab changes.
 */
export function Stage({ drawerState, isScrubbed, draggedPx = null, ...slots }: StageProps) {
  return (
    <div className={styles['stage']}>
      {slots.top}
      <main
        className={styles['run']}
        id="run"
        data-drawer={drawerState}
        data-scrubbed={isScrubbed || undefined}
        style={drawerStyle(draggedPx)}
      >
        <div className={styles['question']}>{slots.question}</div>
        <div className={styles['chips']}>{slots.chips}</div>
        <div className={styles['graph']}>
          {slots.toolbar !== null && <div className={styles['toolbar']}>{slots.toolbar}</div>}
          <div className={styles['canvas']}>{slots.graph}</div>
        </div>
        <div className={styles['subtitle']}>{slots.subtitle}</div>
        {/* Before the strip in the order of the focus: Play is what is looked for first. */}
        <div className={styles['transport']}>{slots.transport}</div>
        <div className={styles['strip']}>{slots.strip}</div>
        <div className={styles['drawer']}>{slots.drawer}</div>
      </main>
      <aside className={styles['aside']} aria-label={slots.asideLabel ?? 'Answer and reasons'}>
        {slots.aside}
      </aside>
    </div>
  )
}
