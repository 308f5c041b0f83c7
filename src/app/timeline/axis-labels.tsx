import type { Axis } from '../strip/axis.ts'
import { Breaks } from '../strip/breaks.tsx'
import type { StripMark } from '../strip/strip-mark.ts'
import type { WordPlace } from '../strip/word-places.ts'
import styles from './timeline.module.css'

interface AxisLabelsProps {
  readonly axis: Axis
  readonly bottom: number
  readonly playhead: number
  readonly marks: readonly StripMark[]
  readonly words: ReadonlyMap<StripMark, WordPlace>
}

/** Numbers above, breaks across. Numbers give way to the playhead's and the crashes'. */
export function AxisLabels({ axis, bottom, playhead, marks, words }: AxisLabelsProps) {
  const taken = [...words.values()].map(({ from, to }) => ({ from: from - 12, to: to + 10 }))
  return (
    <>
      {axis.ticks
        .filter(({ x }) => Math.abs(x - playhead) > 26 && taken.every(({ from, to }) => x < from || x > to))
        .map(({ x, label, event }) => (
          <text key={event} className={styles['number']} x={x} y={13} textAnchor="middle">
            {label}
          </text>
        ))}
      <Breaks axis={axis} marks={marks} bottom={bottom} />
    </>
  )
}

/** Where the cursor stands: a line, which belongs under the marks. */
export function Playhead({ x, bottom }: { readonly x: number; readonly bottom: number }) {
  return (
    <g className={styles['playhead']} transform={`translate(${x} 0)`}>
      <line y1={16} y2={bottom + 2} />
    </g>
  )
}

/** The number of the event at the cursor, which belongs over the marks: a crash is looked at from where it struck. */
export function PlayheadNumber({ x, cursor }: { readonly x: number; readonly cursor: number }) {
  const half = String(cursor).length > 2 ? 15 : 12
  return (
    <g className={styles['playhead']} transform={`translate(${x} 0)`}>
      <rect x={-half} y={1} width={2 * half} height={16} rx={4} />
      <text y={13} textAnchor="middle">
        {cursor}
      </text>
    </g>
  )
}
