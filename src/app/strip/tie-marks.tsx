import type { Span } from './span-marks.tsx'
import styles from './strip.module.css'

interface CrashWindowProps {
  readonly span: Span
  readonly y: number
  readonly height: number
  readonly torn: boolean
}

/** Done and not recorded: a red-edged gap, filled where a server died in it. */
export function CrashWindow({ span, y, height, torn }: CrashWindowProps) {
  const half = height / 2
  const width = Math.max(span.to - span.from, 0)
  return (
    <g className={styles[`window-${span.phase}`]}>
      {torn && <rect className={styles['torn']} x={span.from} y={y - half} width={width} height={height} />}
      <path d={`M${span.from} ${y - half}h${width}M${span.from} ${y + half}h${width}`} />
    </g>
  )
}

/** Under all rows from one commit to the one that repeats it. */
export function Again({ span, y, bottom }: { span: Span; y: number; bottom: number }) {
  return (
    <path
      className={styles[`again-${span.phase}`]}
      d={`M${span.from} ${y + 7}V${bottom - 1}H${span.to}V${y + 7}`}
    />
  )
}
