import { Popover } from '@base-ui/react/popover'
import { ChevronDown } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { GuardSwitch } from '../../parts/guard-switch.tsx'
import { VerdictMark } from '../../parts/verdict-mark.tsx'
import { guardWords, type GuardState } from '../../state/guards.ts'
import type { OtherWay } from '../../state/lanes.ts'
import styles from './guard-switches.module.css'

interface GuardSwitchesProps {
  readonly guards: readonly GuardState[]
  /** The lane's title. */
  readonly lane: string
  /** The verdict the other way round, for the lane that is always shown both ways. */
  readonly otherWay: OtherWay | null
}

/** With more than these all but the first stand behind a button, so that a lane's row keeps its height. */
const mostInSight = 1

/** Protections that a lane's author left off, or that the reader switched; a switch acts on every lane that has it. */
export function GuardSwitches({ guards, lane, otherWay }: GuardSwitchesProps) {
  const inSight = guards.length > mostInSight ? guards.slice(0, 1) : guards
  const others = guards.slice(inSight.length)
  return (
    <div className={styles['guards']} role="group" aria-label={`Guards of ${lane}`}>
      {inSight.map((guard) => (
        <NamedSwitch key={guard.name} guard={guard}>
          {guard.name === otherWay?.guard ? <OtherVerdict {...otherWay} /> : undefined}
        </NamedSwitch>
      ))}
      {others.length > 0 && (
        <Popover.Root>
          <Popover.Trigger className={styles['more']}>
            {others.length} more
            <ChevronDown size={12} aria-hidden="true" />
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Positioner className={styles['positioner']} sideOffset={4} align="start">
              <Popover.Popup className={styles['others']} aria-label={`More guards of ${lane}`}>
                {others.map((guard) => (
                  <NamedSwitch key={guard.name} guard={guard} />
                ))}
              </Popover.Popup>
            </Popover.Positioner>
          </Popover.Portal>
        </Popover.Root>
      )}
    </div>
  )
}

/** `, on: ● Holds`. */
function OtherVerdict({ on, tone, words }: OtherWay) {
  const short = tone === 'violated' ? 'Violated' : words
  return (
    <span className={styles['other']} title={words}>
      {on ? 'on' : 'off'}
      <VerdictMark tone={tone} />
      {short.charAt(0).toUpperCase() + short.slice(1)}
    </span>
  )
}

interface NamedSwitchProps {
  readonly guard: GuardState
  readonly children?: ReactNode
}

function NamedSwitch({ guard, children }: NamedSwitchProps) {
  const id = useId()
  return (
    <span className={styles['guard']} title={guard.title}>
      <GuardSwitch guard={guard} labelledBy={id} />
      <span>
        <span id={id}>{guardWords(guard.name)}</span>
        {children === undefined && <span aria-hidden="true"> {guard.on ? 'on' : 'off'}</span>}
      </span>
      {children}
    </span>
  )
}
