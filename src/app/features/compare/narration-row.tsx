import { useId, useMemo } from 'react'
import { GuardSwitch } from '../../parts/guard-switch.tsx'
import { VerdictMark } from '../../parts/verdict-mark.tsx'
import type { Comparison } from '../../state/comparison.ts'
import { guardWords, guardsOf } from '../../state/guards.ts'
import type { Lane } from '../../state/lanes.ts'
import { signed } from '../../state/moment-words.ts'
import { usePage } from '../../state/page.tsx'
import { useLooked } from '../../state/use-lanes.ts'
import { narrationAt } from './narration.ts'
import styles from './narration.module.css'

interface NarrationRowProps {
  readonly lanes: readonly Lane[]
  readonly comparison: Comparison
  readonly moment: number
  /** The lane whose strip was opened last. */
  readonly opened: string | null
}

/** The moment in words: in a lane that fails, and in one that holds. Its height never changes. */
export function NarrationRow({ lanes, comparison, moment, opened }: NarrationRowProps) {
  const looked = useLooked()
  const unfolded = lanes.findIndex(({ implementation }) => implementation.name === opened)
  const first = unfolded < 0 ? looked : unfolded
  const narration = useMemo(
    () => narrationAt(comparison, lanes, moment, first),
    [comparison, lanes, moment, first],
  )
  const lane = narration === null ? undefined : lanes[narration.lane]
  return (
    <div className={styles['row']} role="group" aria-label="Narration">
      <span className={styles['moment']}>{signed(moment, comparison)}</span>
      <div className={styles['words']}>
        <p className={styles['told']}>{narration?.told ?? ''}</p>
        {narration !== null && narration.meanwhile !== null && <p>{narration.meanwhile}</p>}
        {narration !== null && narration.term !== null && <p className={styles['term']}>{narration.term}</p>}
      </div>
      {lane !== undefined && <OtherWaySwitch lane={lane} />}
    </div>
  )
}

/** `With idempotent steps: holds`, and the switch that makes it so. */
function OtherWaySwitch({ lane: { implementation, otherWay } }: { readonly lane: Lane }) {
  const id = useId()
  const switched = usePage((page) => page.shown.guards)
  const guard = guardsOf(implementation, switched).find(({ name }) => name === otherWay?.guard)
  if (otherWay === null || guard === undefined) return null
  return (
    <div className={styles['switch']} title={guard.title}>
      <span id={id}>
        {otherWay.on ? 'With' : 'Without'} {guardWords(guard.name)}:
      </span>
      <span className={styles['outcome']}>
        <VerdictMark tone={otherWay.tone} />
        {otherWay.tone === 'violated' ? 'violated' : otherWay.words.toLowerCase()}
      </span>
      <GuardSwitch guard={guard} labelledBy={id} />
    </div>
  )
}
