import { memo } from 'react'
import { CutSign } from './cut-sign.tsx'
import type { Cut } from './strikes.ts'
import styles from './cut.module.css'

interface CutViewProps {
  readonly words: string
  readonly sign: Cut['sign']
  /** False before the cursor comes to it: the fault is planned, and has not struck. */
  readonly struck: boolean
  /** `across` a line that runs to the right, `front` before the first node, `flat` across one that runs down, `inner` between two rows of a node, `arrival` on a node's upper edge. */
  readonly form: 'across' | 'front' | 'flat' | 'inner' | 'arrival'
  /** Whether its words make way for a condition. */
  readonly aside: boolean
  readonly left: number
  readonly top: number
}

/** A fault of the plan: a death is a hard cut. It lets clicks through to its gap. */
export const CutView = memo(function CutView({ words, sign, struck, form, aside, left, top }: CutViewProps) {
  return (
    <div
      className={`${styles['cut']} ${styles[form]} ${sign === 'death' ? styles['death'] : ''} ${aside ? styles['aside'] : ''} ${struck ? styles['struck'] : ''}`}
      style={{ left, top }}
    >
      <CutSign sign={sign} />
      <span>{words}</span>
    </div>
  )
})
