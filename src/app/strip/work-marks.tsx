import type { StripForm } from './geometry.ts'
import type { StripMark } from './strip-mark.ts'
import type { Span } from './span-marks.tsx'
import styles from './strip.module.css'

/** A box of one event is not narrower than this, in pixels, if its neighbours leave it room. */
const minBox = 14
/** About the width of a letter of a box's label at 11 px, in pixels. */
const letter = 6.6

interface BoxProps {
  readonly span: Span
  readonly mark: StripMark & { kind: 'box' }
  readonly form: StripForm
}

/** A step or a function that really runs. Where its label has no room at 11 px, it has none. */
export function Box({ span, mark, form }: BoxProps) {
  const from = span.from - span.pad
  const width = Math.max(span.to - span.from + 2 * span.pad, Math.min(minBox, 3 * span.pad))
  const letters = Math.floor((width - 3) / letter)
  const text = form.box < 11 ? '' : labelOf(mark, letters)
  const y = form.y(mark.row)
  const look = mark.violating && span.phase !== 'future' ? 'violating' : span.phase
  return (
    <g className={styles[`box-${look}`]}>
      <rect x={from} y={y - form.box / 2} width={width} height={form.box} rx={2} />
      {text !== '' && (
        <text x={from + width / 2} y={y + 4} textAnchor="middle">
          {text}
        </text>
      )}
    </g>
  )
}

/** A step's number whole or not at all; a name, or its first three letters: fewer do not tell two apart. */
function labelOf({ number, name }: StripMark & { kind: 'box' }, letters: number): string {
  if (number !== null) return number.length <= letters ? number : ''
  if (name.length <= letters) return name
  return letters < 3 ? '' : name.slice(0, 3)
}

interface BracketProps {
  readonly span: Span
  readonly mark: StripMark & { kind: 'bracket' }
  readonly form: StripForm
  readonly ticks: readonly { readonly x: number; readonly past: boolean }[]
}

/** A transaction: its statements between a bracket and the seal of its commit. */
export function Bracket({ span, mark, form, ticks }: BracketProps) {
  const y = form.y(mark.row)
  const half = Math.min(6.5, form.box / 2)
  const dropped = span.phase === 'past' && !mark.committed
  const look = dropped ? 'dropped' : span.phase === 'now' ? 'open' : span.phase
  return (
    <g className={styles[`bracket-${look}`]}>
      <path
        className={styles['rails']}
        d={`M${span.from} ${y - half}H${span.to}M${span.from} ${y + half}H${span.to}`}
      />
      <path className={styles['opening']} d={`M${span.from + 3} ${y - half}h-4.5v${2 * half}h4.5`} />
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
          <circle className={styles['seal']} cx={span.to} cy={y} r={Math.min(5.5, half)} />
          <path className={styles['check']} d={`M${span.to - 2.4} ${y + 0.2}l1.8 1.8 3.2-3.6`} />
        </>
      ) : (
        <path className={styles['cross']} d={`M${span.to - 3} ${y - 3}l6 6m0 -6l-6 6`} />
      )}
    </g>
  )
}
