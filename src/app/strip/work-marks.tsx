import { geometry } from './geometry.ts'
import type { StripMark } from './strip-mark.ts'
import type { Span } from './span-marks.tsx'
import styles from './strip.module.css'

/** Narrowest box that has room for a number, in pixels. */
const leastBox = 14
/** About the width of a letter of a box's label, in pixels. */
const letter = 5.2

/** A step or a function that really runs. */
export function Box({ span, mark }: { span: Span; mark: StripMark & { kind: 'box' } }) {
  const from = span.from - span.pad
  const width = Math.max(span.to - span.from + 2 * span.pad, Math.min(leastBox, 3 * span.pad))
  const room = width - 2
  const text = mark.number ?? clipped(mark.name, Math.floor(room / letter))
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

/** A name, or its first three letters, which tell the shop's functions apart; fewer tell nothing. */
function clipped(name: string, letters: number): string {
  if (name.length <= letters) return name
  return letters < 3 ? '' : name.slice(0, 3)
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
