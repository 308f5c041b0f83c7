import { memo } from 'react'
import { labelled, type Axis } from './axis.ts'
import type { StripMark } from './strip-mark.ts'
import styles from './strip.module.css'

interface BreaksProps {
  readonly axis: Axis
  readonly marks: readonly StripMark[]
  readonly bottom: number
  /** Whether there is room for their labels. */
  readonly labels?: boolean
}

/** Where the clock jumps: double bars, with the length of the pause where there is room. */
export const Breaks = memo(function Breaks({ axis, marks, bottom, labels = true }: BreaksProps) {
  const taken = marks.flatMap((mark) => (mark.kind === 'violated' ? [axis.x[mark.from] ?? 0] : []))
  const shown = labelled(axis.breaks, taken)
  return axis.breaks.map(({ x, label }) => (
    <g key={x}>
      <rect className={styles['breakGap']} x={x - 3} y={22} width={6} height={bottom - 22} />
      <path className={styles['breakLine']} d={`M${x - 3} 22V${bottom}M${x + 3} 22V${bottom}`} />
      {labels && shown.has(x) && (
        <text className={styles['breakLabel']} x={x} y={bottom + 13} textAnchor="middle">
          {label}
        </text>
      )}
    </g>
  ))
})
