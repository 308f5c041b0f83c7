import { memo } from 'react'
import styles from './cut.module.css'

interface CutViewProps {
  readonly server: string
  /** False before the cursor comes to it: the fault is planned, and has not struck. */
  readonly struck: boolean
  /** `across` a line that runs to the right, `front` before the first node, `flat` across one that runs down, `inner` between two rows of a node. */
  readonly form: 'across' | 'front' | 'flat' | 'inner'
  /** Whether its words make way for a condition. */
  readonly aside: boolean
  readonly left: number
  readonly top: number
}

/** A crash of the plan: a hard cut with a filled cross, and who died. It lets clicks through to its gap. */
export const CutView = memo(function CutView({ server, struck, form, aside, left, top }: CutViewProps) {
  return (
    <div
      className={`${styles['cut']} ${styles[form]} ${aside ? styles['aside'] : ''} ${struck ? styles['struck'] : ''}`}
      style={{ left, top }}
    >
      <svg viewBox="0 0 22 22" aria-hidden="true">
        <rect x="1" y="1" width="20" height="20" rx="4" />
        <path d="M7 7l8 8m0-8l-8 8" />
      </svg>
      <span>
        {server} {struck ? 'died' : 'will die'}
      </span>
    </div>
  )
})
