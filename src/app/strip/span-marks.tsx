import type { Phase } from './phase.ts'
import styles from './strip.module.css'

/** A mark's place in pixels. */
export interface Span {
  readonly from: number
  readonly to: number
  /** The cursor, held within the span. */
  readonly reached: number
  readonly phase: Phase
  /** How far a box reaches beyond its events. */
  readonly pad: number
}

interface LineProps {
  readonly span: Span
  readonly y: number
}

/** A server works on something. */
export function Busy({ span, y }: LineProps) {
  return (
    <>
      <line className={styles['busy-future']} x1={span.from} x2={span.to} y1={y} y2={y} />
      {span.phase !== 'future' && (
        <line className={styles['busy']} x1={span.from} x2={span.reached} y1={y} y2={y} />
      )}
    </>
  )
}

/** A workflow waits and holds nothing. */
export function Wait({ span, y }: LineProps) {
  return <line className={styles[`wait-${span.phase}`]} x1={span.from} x2={span.to} y1={y} y2={y} />
}

/** A server is down. */
export function Down({ span, y }: LineProps) {
  // Near the crash, where it is looked for, and clear of what others do later.
  const middle = Math.min((span.from + span.to) / 2, span.from + 84)
  const wide = span.to - span.from > 48
  return (
    <g>
      <Hatching className={styles['ahead']} from={span.reached} to={span.to} y={y} />
      {span.phase !== 'future' && <Hatching from={span.from} to={span.reached} y={y} />}
      {wide && (
        <>
          <rect className={styles['downBack']} x={middle - 20} y={y - 8} width={40} height={16} />
          <text className={styles['downWord']} x={middle} y={y + 4} textAnchor="middle">
            down
          </text>
        </>
      )}
    </g>
  )
}

function Hatching({
  className,
  from,
  to,
  y,
}: {
  className?: string | undefined
  from: number
  to: number
  y: number
}) {
  const width = Math.max(to - from, 0)
  return <rect className={className} x={from} y={y - 7} width={width} height={14} fill="url(#strip-down)" />
}

/** A server dies. */
export function Cut({ span, bottom }: { span: Span; bottom: number }) {
  return (
    <g className={styles[`cut-${span.phase}`]} transform={`translate(${span.from} 0)`}>
      <line y1={18} y2={bottom + 2} />
      <path d="M-4 5l8 8m0 -8l-8 8" />
      <text x={12} y={13}>
        crash
      </text>
    </g>
  )
}

/** Invariants fail. */
export function Violated({ span, bottom, invariant }: { span: Span; bottom: number; invariant: string }) {
  const width = invariant.length * 6.4 + 10
  return (
    <g className={styles[`violated-${span.phase}`]} transform={`translate(${span.from} 0)`}>
      <line y1={24} y2={bottom} />
      <rect x={-width / 2} y={bottom + 1} width={width} height={15} rx={3} />
      <text y={bottom + 12} textAnchor="middle">
        {invariant}
      </text>
    </g>
  )
}
