import { memo } from 'react'
import { labelled, type Axis } from './axis.ts'
import type { StripMark } from './marks.ts'
import styles from './timeline.module.css'

interface AxisLabelsProps {
  readonly axis: Axis
  readonly bottom: number
  readonly playhead: number
  readonly marks: readonly StripMark[]
}

/** Numbers above, breaks across. Numbers give way to the playhead's and the crashes'. */
export function AxisLabels({ axis, bottom, playhead, marks }: AxisLabelsProps) {
  const taken = marks.flatMap((mark) => (mark.kind === 'cut' ? [(axis.x[mark.from] ?? 0) + 20] : []))
  return (
    <>
      {axis.ticks
        .filter(({ x }) => Math.abs(x - playhead) > 26 && taken.every((other) => Math.abs(x - other) > 42))
        .map(({ x, label, event }) => (
          <text key={event} className={styles['number']} x={x} y={13} textAnchor="middle">
            {label}
          </text>
        ))}
      <Breaks axis={axis} marks={marks} bottom={bottom} />
    </>
  )
}

interface BreaksProps {
  readonly axis: Axis
  readonly marks: readonly StripMark[]
  readonly bottom: number
}

const Breaks = memo(function Breaks({ axis, marks, bottom }: BreaksProps) {
  const taken = marks.flatMap((mark) => (mark.kind === 'violated' ? [axis.x[mark.from] ?? 0] : []))
  const shown = labelled(axis.breaks, taken)
  return axis.breaks.map(({ x, label }) => (
    <g key={x}>
      <rect className={styles['breakGap']} x={x - 3} y={22} width={6} height={bottom - 22} />
      <path className={styles['breakLine']} d={`M${x - 3} 22V${bottom}M${x + 3} 22V${bottom}`} />
      {shown.has(x) && (
        <text className={styles['breakLabel']} x={x} y={bottom + 13} textAnchor="middle">
          {label}
        </text>
      )}
    </g>
  ))
})

/** Where the cursor stands: a line under the marks, and the event's number on top. */
export function Playhead({ x, bottom, cursor }: { x: number; bottom: number; cursor: number }) {
  const half = String(cursor).length > 2 ? 15 : 12
  return (
    <g className={styles['playhead']} transform={`translate(${x} 0)`}>
      <line y1={16} y2={bottom + 2} />
      <rect x={-half} y={1} width={2 * half} height={16} rx={4} />
      <text y={13} textAnchor="middle">
        {cursor}
      </text>
    </g>
  )
}
