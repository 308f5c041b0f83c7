import { Switch } from '@base-ui/react/switch'
import { switchGuard } from '../state/commands.ts'
import type { GuardState } from '../state/guards.ts'
import { usePageStore } from '../state/page.tsx'
import styles from './guard-switch.module.css'

interface GuardSwitchProps {
  readonly guard: GuardState
  /** Id of the element that names it. */
  readonly labelledBy: string
  /** Id of the element that says what it protects from. */
  readonly describedBy?: string
}

/** Switches one protection, in every lane that has it. */
export function GuardSwitch({ guard, labelledBy, describedBy }: GuardSwitchProps) {
  const store = usePageStore()
  return (
    <Switch.Root
      className={styles['track']}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      checked={guard.on}
      onCheckedChange={(on) => switchGuard(store, guard, on)}
    >
      <Switch.Thumb className={styles['thumb']} />
    </Switch.Root>
  )
}
