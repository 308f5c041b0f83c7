import type { Span } from './span-marks.tsx'
import styles from './strip.module.css'

interface OwnerProps {
  readonly span: Span
  readonly y: number
}

/** A server takes a workflow over: a flag on its line. */
export function Takeover({ span: { from: x, phase }, y }: OwnerProps) {
  return (
    <g className={styles[`takeover-${phase}`]}>
      <line x1={x} x2={x} y1={y - 6} y2={y + 6} />
      <path d={`M${x} ${y - 6}h7l-2.5 3l2.5 3h-7z`} />
    </g>
  )
}

/** A server that has lost its workflow is refused: a bar across its way. */
export function Fenced({ span: { from: x, phase }, y }: OwnerProps) {
  return (
    <g className={styles[`fenced-${phase}`]}>
      <circle cx={x} cy={y} r={5} />
      <path d={`M${x - 3.5} ${y + 3.5}l7 -7`} />
    </g>
  )
}
