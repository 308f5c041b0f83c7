import { Redo2, RotateCcw, Undo2 } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { formatFault } from '#simulator'
import { IconButton } from '../../../parts/icon-button.tsx'
import { modifierKey } from '../../../parts/modifier-key.ts'
import { removeFault, replaceFault, reset } from '../../../state/commands.ts'
import { usePage, usePageStore } from '../../../state/page.tsx'
import { waiting } from '../../../state/fates.ts'
import { useFates } from '../../../state/use-fates.ts'
import { ChipRow } from './chip-row.tsx'
import { FaultChip } from './fault-chip.tsx'
import styles from './plan.module.css'
import { SetupChip } from './setup-chip.tsx'

interface PlanBarProps {
  /** Whether the setup stands before the faults. */
  readonly hasSetup?: boolean
  /** Before the buttons that undo. */
  readonly actions?: ReactNode
}

/** What the run is made of: its setup, then its faults, each of which can be taken away again. */
export function PlanBar({ hasSetup = false, actions = null }: PlanBarProps) {
  const store = usePageStore()
  const plan = usePage((page) => page.wanted.plan)
  const servers = usePage((page) => page.wanted.servers)
  const { fates, seek } = useFates()
  const canUndo = usePage((page) => page.past.length > 0 && page.before === null)
  const canRedo = usePage((page) => page.future.length > 0 && page.before === null)
  const { undo, redo } = store.getState()
  const bar = useRef<HTMLDivElement>(null)
  const remove = (index: number) => {
    // The last chip takes its button with it; of the others the next one moves up.
    if (index === plan.length - 1) bar.current?.focus()
    removeFault(store, index)
  }
  return (
    <div ref={bar} tabIndex={-1} className={styles['bar']} role="group" aria-label="Faults">
      {hasSetup && <SetupChip />}
      <span className={plan.length === 0 ? styles['count'] : 'visually-hidden'}>
        {plan.length === 0 ? 'No faults' : plan.length === 1 ? '1 fault' : `${plan.length} faults`}
      </span>
      <ChipRow
        measureKey={plan.map(formatFault).join(';')}
        chips={plan.map((fault, index) => (
          <FaultChip
            key={index}
            fault={fault}
            fate={fates[index] ?? waiting}
            servers={servers}
            onChange={(changed) => replaceFault(store, index, changed)}
            onRemove={() => remove(index)}
            onSeek={seek}
          />
        ))}
      />
      {actions}
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
