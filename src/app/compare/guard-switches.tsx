import { useId } from 'react'
import { GuardSwitch } from '../parts/guard-switch.tsx'
import { guardWords, type GuardState } from '../state/guards.ts'
import styles from './guard-switches.module.css'

interface GuardSwitchesProps {
  readonly guards: readonly GuardState[]
  /** The lane's title. */
  readonly lane: string
}

/** With more than these all but the first stand behind a button, so that a lane's row keeps its height. */
const mostInSight = 2

/** Protections that a lane's author left off, or that the reader switched; a switch acts on every lane that has it. */
export function GuardSwitches({ guards, lane }: GuardSwitchesProps) {
  const inSight = guards.length > mostInSight ? guards.slice(0, 1) : guards
  const others = guards.slice(inSight.length)
  return (
    <div className={styles['guards']} role="group" aria-label={`Guards of ${lane}`}>
      {inSight.map((guard) => (
        <NamedSwitch key={guard.name} guard={guard} />
      ))}
      {others.length > 0 && (
        <details className={styles['more']}>
          <summary>{others.length} more</summary>
          <div className={styles['others']}>
            {others.map((guard) => (
              <NamedSwitch key={guard.name} guard={guard} />
            ))}
          </div>
        </details>
      )}
    </div>
  )
}

function NamedSwitch({ guard }: { readonly guard: GuardState }) {
  const id = useId()
  return (
    <span className={styles['guard']} title={guard.title}>
      <GuardSwitch guard={guard} labelledBy={id} />
      <span>
        <span id={id}>{guardWords(guard.name)}</span>
        <span aria-hidden="true"> {guard.on ? 'on' : 'off'}</span>
      </span>
    </span>
  )
}
