import { Redo2, RotateCcw, Undo2 } from 'lucide-react'
import { useRef } from 'react'
import { IconButton } from '../parts/icon-button.tsx'
import { modifierKey } from '../parts/modifier-key.ts'
import { removeFault, replaceFault, reset } from '../state/commands.ts'
import { usePage, usePageStore, useRun } from '../state/page.tsx'
import { FaultChip } from './fault-chip.tsx'
import styles from './plan.module.css'

/** The faults of this run, each to be taken away again. */
export function PlanBar() {
  const store = usePageStore()
  const run = useRun()
  const canUndo = usePage((page) => page.past.length > 0)
  const canRedo = usePage((page) => page.future.length > 0)
  const { plan } = run.input
  const { undo, redo } = store.getState()
  const bar = useRef<HTMLDivElement>(null)
  const remove = (index: number) => {
    // The last chip takes its button with it; of the others the next one moves up.
    if (index === plan.length - 1) bar.current?.focus()
    removeFault(store, index)
  }
  return (
    <div
      ref={bar}
      tabIndex={-1}
      className={styles['bar']}
      role="group"
      aria-label="Faults"
      data-many={plan.length > 4 || undefined}
    >
      <span className={styles['count']}>
        {plan.length === 0 ? 'No faults' : plan.length === 1 ? '1 fault' : `${plan.length} faults`}
      </span>
      <div className={styles['chips']} data-many={plan.length > 4 || undefined}>
        {plan.map((fault, index) => (
          <FaultChip
            key={index}
            fault={fault}
            outcome={run.faults[index]}
            servers={run.input.servers}
            onChange={(changed) => replaceFault(store, index, changed)}
            onRemove={() => remove(index)}
            onSeek={(event) => store.getState().seek(event)}
          />
        ))}
      </div>
      <span className={styles['tools']}>
        <IconButton label="Undo" title={`Undo  ${modifierKey()} Z`} disabled={!canUndo} onClick={undo}>
          <Undo2 size={15} aria-hidden="true" />
        </IconButton>
        <IconButton
          className={styles['redo']}
          label="Redo"
          title={`Redo  ⇧ ${modifierKey()} Z`}
          disabled={!canRedo}
          onClick={redo}
        >
          <Redo2 size={15} aria-hidden="true" />
        </IconButton>
        <IconButton
          label="Reset"
          title="Reset: no faults, from the start  R"
          aria-keyshortcuts="R"
          onClick={() => reset(store)}
        >
          <RotateCcw size={15} aria-hidden="true" />
        </IconButton>
      </span>
    </div>
  )
}
