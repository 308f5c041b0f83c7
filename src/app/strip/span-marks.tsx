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

interface BandProps extends LineProps {
  readonly height: number
}

/** A server is down. */
export function Down({ quiet, ...props }: BandProps & { readonly quiet: boolean }) {
  return <Idle {...props} word={quiet ? null : 'down'} pattern="strip-down" />
}

/** A server stands still, with all that it has in memory: it covers what the server was doing. */
export function Frozen(props: BandProps) {
  const { span, y, height } = props
  return (
    <>
      <rect
        className={styles['frozenBack']}
        x={span.from}
        y={y - height / 2}
        width={Math.max(span.to - span.from, 0)}
        height={height}
      />
      <Idle {...props} word="frozen" pattern="strip-frozen" />
    </>
  )
}

interface IdleProps extends BandProps {
  readonly word: string | null
  readonly pattern: string
}

function Idle({ span, y, height, word, pattern }: IdleProps) {
  // Near what began it, where it is looked for, and clear of what others do later.
  const middle = Math.min((span.from + span.to) / 2, span.from + 84)
  const half = (word?.length ?? 0) * 3.3 + 6
  const wide = word !== null && span.to - span.from > 2 * half + 8
  return (
    <g>
      <Filled
        className={styles['ahead']}
        from={span.reached}
        to={span.to}
        y={y}
        height={height}
        pattern={pattern}
      />
      {span.phase !== 'future' && (
        <Filled from={span.from} to={span.reached} y={y} height={height} pattern={pattern} />
      )}
      {wide && (
        <>
          <rect
            className={styles['downBack']}
            x={middle - half}
            y={y - height / 2 - 1}
            width={2 * half}
            height={height + 2}
          />
          <text className={styles['downWord']} x={middle} y={y + 4} textAnchor="middle">
            {word}
          </text>
        </>
      )}
    </g>
  )
}

interface FilledProps {
  readonly className?: string | undefined
  readonly from: number
  readonly to: number
  readonly y: number
  readonly height: number
  readonly pattern: string
}

function Filled({ className, from, to, y, height, pattern }: FilledProps) {
  const width = Math.max(to - from, 0)
  return (
    <rect
      className={className}
      x={from}
      y={y - height / 2}
      width={width}
      height={height}
      fill={`url(#${pattern})`}
    />
  )
}
