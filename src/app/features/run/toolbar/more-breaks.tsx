import { useRef, useState } from 'react'
import type { Fault, Run } from '#simulator'
import { BreakMenu } from '../../../parts/break-menu.tsx'
import type { FaultOffer } from '../../../parts/fault-offers.ts'
import { aimAt, breakKinds, ways } from '../../../state/aim.ts'
import { breakWords } from './break-words.ts'
import styles from './breaking.module.css'

interface MoreBreaksProps {
  readonly run: Run
  readonly cursor: number
  readonly onBreak: (fault: Fault) => void
}

/** The way to every kind of fault: a menu in which each says what it would hit, or why it cannot. */
export function MoreBreaks({ run, cursor, onBreak }: MoreBreaksProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  return (
    <>
      <button
        ref={button}
        type="button"
        className={styles['more']}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={() => setAnchor(button.current)}
      >
        More…
      </button>
      <BreakMenu
        anchor={anchor}
        title={cursor === 0 ? 'Before the first event' : `At event ${cursor}`}
        offers={anchor === null ? [] : offersAt(run, cursor)}
        onBreak={onBreak}
        onClose={() => setAnchor(null)}
      />
    </>
  )
}

function offersAt(run: Run, cursor: number): readonly FaultOffer[] {
  return breakKinds.map((name) => {
    const aim = aimAt(name, run, cursor)
    const { group, name: words, meaning } = breakWords[name]
    return {
      group,
      kind: ways[name].kind,
      words,
      detail: aim.possible ? `${aim.target} (event ${aim.event}): ${meaning}` : aim.reason,
      fault: aim.possible ? aim.fault : null,
    }
  })
}
