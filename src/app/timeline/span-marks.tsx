import { geometry } from './geometry.ts'
import type { StripMark } from './marks.ts'
import type { Phase } from './phase.ts'
import styles from './timeline.module.css'

/** A mark's place in pixels. */
export interface Span {
  readonly from: number
  readonly to: number
  /** The cursor, held within the span. */
  readonly reached: number
  readonly phase: Phase
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
  const middle = (span.from + span.to) / 2
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

/** Narrowest box that has room for a number, in pixels. */
const leastBox = 14
/** About the width of a letter of a box's label, in pixels. */
const letter = 5.5

/** A step or a function that really runs. */
export function Box({ span, mark }: { span: Span; mark: StripMark & { kind: 'box' } }) {
  const from = span.from - 5
  const width = Math.max(span.to - span.from + 10, leastBox)
  const room = width - 3
  const fits = mark.name.length * letter <= room
  const text = mark.number ?? (fits ? mark.name : '')
  const look = mark.violating && span.phase !== 'future' ? 'violating' : span.phase
  return (
    <g className={styles[`box-${look}`]}>
      <rect x={from} y={geometry.y(mark.row) - 7} width={width} height={geometry.box} rx={2} />
      <text x={from + width / 2} y={geometry.y(mark.row) + 3.5} textAnchor="middle">
        {text}
      </text>
    </g>
  )
}

interface BracketProps {
  readonly span: Span
  readonly mark: StripMark & { kind: 'bracket' }
  readonly ticks: readonly { readonly x: number; readonly past: boolean }[]
}

/** A transaction: its statements between a bracket and the seal of its commit. */
export function Bracket({ span, mark, ticks }: BracketProps) {
  const y = geometry.y(mark.row)
  const dropped = span.phase === 'past' && !mark.committed
  const look = dropped ? 'dropped' : span.phase === 'now' ? 'open' : span.phase
  return (
    <g className={styles[`bracket-${look}`]}>
      <path
        className={styles['rails']}
        d={`M${span.from} ${y - 6.5}H${span.to}M${span.from} ${y + 6.5}H${span.to}`}
      />
      <path className={styles['opening']} d={`M${span.from + 3} ${y - 6.5}h-4.5v13h4.5`} />
      {ticks.map(({ x, past }) => (
        <line
          key={x}
          className={past ? styles['tickPast'] : styles['tickAhead']}
          x1={x}
          x2={x}
          y1={y - 3.5}
          y2={y + 3.5}
        />
      ))}
      {mark.committed ? (
        <>
          <circle className={styles['seal']} cx={span.to} cy={y} r={5.5} />
          <path className={styles['check']} d={`M${span.to - 2.4} ${y + 0.2}l1.8 1.8 3.2-3.6`} />
        </>
      ) : (
        <path className={styles['cross']} d={`M${span.to - 3} ${y - 3}l6 6m0 -6l-6 6`} />
      )}
    </g>
  )
}

/** A server dies. */
export function Cut({ span, bottom }: { span: Span; bottom: number }) {
  return (
    <g className={styles[`cut-${span.phase}`]} transform={`translate(${span.from} 0)`}>
      <line y1={18} y2={bottom + 2} />
      <path d="M-4 5l8 8m0 -8l-8 8" />
      <text x={9} y={13}>
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
