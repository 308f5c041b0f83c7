import { memo } from 'react'
import { CutSign } from './cut-sign.tsx'
import type { Cut } from './strikes.ts'
import styles from './cut.module.css'

/**
 * `across` a line that runs to the right, `front` before the first node, `flat` across one that runs down, `inner`
 * between two rows of a node, `arrival` on a node's edge.
 */
export type CutForm = 'across' | 'front' | 'flat' | 'inner' | 'arrival'

interface CutViewProps {
  readonly words: string
  readonly sign: Cut['sign']
  /** False before the cursor comes to it: it waits. */
  readonly struck: boolean
  readonly form: CutForm
  /** Whether its words make way for a condition. */
  readonly aside: boolean
  /** Between nodes: no line, and the words close by. */
  readonly snug: boolean
  /** In a dense overview there is no room for a long line and words. */
  readonly small: boolean
  readonly left: number
  readonly top: number
}

/** A fault of the plan: a crash is a hard cut. It lets clicks through to its gap. */
export const CutView = memo(function CutView({
  words,
  sign,
  struck,
  form,
  aside,
  snug,
  small,
  left,
  top,
}: CutViewProps) {
  const look = [
    form,
    sign === 'death' && 'death',
    aside && 'aside',
    snug && 'snug',
    struck ? 'struck' : 'waits',
    small && 'small',
  ]
  const className = look.map((name) => (name === false ? '' : styles[name])).join(' ')
  return (
    <div className={`${styles['cut']} ${className}`} style={{ left, top }} title={words}>
      <CutSign sign={sign} />
      <span>{words}</span>
    </div>
  )
})
