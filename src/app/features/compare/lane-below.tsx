import { violationsIn } from '#simulator'
import { useMemo } from 'react'
import type { Lane } from '../../state/lanes.ts'
import { guardsToShow } from '../../state/guards.ts'
import { usePage } from '../../state/page.tsx'
import { openLegend } from '../../store/legend.ts'
import { SignIcon } from '../../strip/sign-icon.tsx'
import { families, signs, type SignId } from '../../strip/signs.ts'
import { GuardSwitches } from './guard-switches.tsx'
import styles from './timeline.module.css'
import { ViolatedList } from './violated-list.tsx'

/** The signs that are met most often, to begin with. */
const usual: readonly SignId[] = ['replay', 'step', 'transaction', 'crash-window', 'break']

/** Below a lane's strip: the legend, and the protections that can be switched. */
export function StripFoot({ lane }: { readonly lane: Lane }) {
  const { implementation, tone } = lane
  const switched = usePage((page) => page.wanted.guards)
  const guards = useMemo(() => guardsToShow(implementation, switched, tone), [implementation, switched, tone])
  return (
    <div className={styles['foot']}>
      <button
        type="button"
        className={styles['legend']}
        aria-haspopup="dialog"
        aria-keyshortcuts="L"
        onClick={() => openLegend(true)}
      >
        All {families.length} signs, L
      </button>
      {guards.length > 0 && (
        <GuardSwitches guards={guards} lane={implementation.title} otherWay={lane.otherWay} />
      )}
      <ul className={styles['usual']} aria-hidden="true">
        {usual.map((id) => (
          <li key={id}>
            <SignIcon id={id} size={28} />
            {signs[id].name}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Beside a lane's strip: what it is, and the rules that it breaks. */
export function StripSide({ lane: { implementation, run, tone } }: { readonly lane: Lane }) {
  const violated = run === null || tone === 'unknown' ? [] : violationsIn(run)
  return (
    <div className={styles['side']}>
      {implementation.note !== undefined && <p>{implementation.note}</p>}
      {violated.length > 0 && <ViolatedList violated={violated} />}
    </div>
  )
}
