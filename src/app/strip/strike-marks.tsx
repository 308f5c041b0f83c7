import type { Span } from './span-marks.tsx'
import styles from './strip.module.css'

interface AcrossProps {
  readonly span: Span
  readonly bottom: number
}

/** A process dies: across all rows, under its ✕ in the axis. */
export function Cut({ span, bottom }: AcrossProps) {
  return (
    <g className={styles[`cut-${span.phase}`]} transform={`translate(${span.from} 0)`}>
      <line y1={18} y2={bottom + 2} />
      <path d="M-4 5l8 8m0 -8l-8 8" />
    </g>
  )
}

/** A fault that kills nobody: a line down to the row of the process that meets it. */
export function Struck({ span, y }: { readonly span: Span; readonly y: number }) {
  return (
    <g className={styles[`struck-${span.phase}`]} transform={`translate(${span.from} 0)`}>
      <line y1={12} y2={y} />
      <path d="M0 5.5l3.5 3.5l-3.5 3.5l-3.5 -3.5z" />
    </g>
  )
}

/** Rules are broken: their names stand in the axis. */
export function Violated({ span, top, bottom }: AcrossProps & { readonly top: number }) {
  return (
    <g className={styles[`violated-${span.phase}`]} transform={`translate(${span.from} 0)`}>
      <path d={`M0 ${top - 6}l4 5h-8z`} />
      <line y1={top} y2={bottom} />
    </g>
  )
}

interface BreakProps {
  readonly x: number
  readonly top: number
  readonly bottom: number
}

/** Time that is left out: double bars; its length stands in the axis. */
export function Break({ x, top, bottom }: BreakProps) {
  return (
    <g>
      <rect className={styles['breakGap']} x={x - 3} y={top} width={6} height={bottom - top} />
      <path className={styles['breakLine']} d={`M${x - 3} ${top}V${bottom}M${x + 3} ${top}V${bottom}`} />
    </g>
  )
}
