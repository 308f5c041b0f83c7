import { geometry } from './geometry.ts'
import type { StripMark } from './strip-mark.ts'
import type { Phase } from './phase.ts'
import type { Span } from './span-marks.tsx'
import styles from './strip.module.css'

/** Space between an arrow and its rows. */
const clear = 8

/** A message on its way; a lost one ends half-way in a cross. */
export function Arrow({ span, mark }: { span: Span; mark: StripMark & { kind: 'arrow' } }) {
  const down = mark.toRow > mark.row ? 1 : -1
  const y1 = geometry.y(mark.row) + down * clear
  const y2 = geometry.y(mark.toRow) - down * clear
  if (mark.fate === 'delivered' || mark.fate === 'forged')
    return (
      <line
        className={styles[`${mark.fate === 'forged' ? 'forged' : 'arrow'}-${span.phase}`]}
        x1={span.from}
        x2={span.to}
        y1={y1}
        y2={y2}
        markerEnd="url(#strip-head)"
      />
    )
  const half = (y1 + y2) / 2
  return (
    <g className={styles[`lost-${span.phase}`]}>
      <line x1={span.from} x2={span.from + 4} y1={y1} y2={half} />
      <path d={`M${span.from + 1} ${half - 3}l6 6m0 -6l-6 6`} />
    </g>
  )
}

/** A call to Stripe and its answer: there and back at one event. What was not heard of fades to a “?”. */
export function Call({ span, mark }: { span: Span; mark: StripMark & { kind: 'call' } }) {
  const [y1, y2] = [geometry.y(mark.row) + clear + 1, geometry.y(mark.toRow)]
  const x = span.from
  const half = (y1 + y2) / 2
  if (mark.outcome === 'unsent')
    return (
      <g className={styles[`lost-${span.phase}`]}>
        <line x1={x - 5} x2={x - 3} y1={y1} y2={half} />
        <path d={`M${x - 6} ${half - 3}l6 6m0 -6l-6 6`} />
      </g>
    )
  return (
    <>
      <g className={styles[`${mark.outcome === 'failed' ? 'lost' : 'arrow'}-${span.phase}`]}>
        <line x1={x - 5} x2={x - 1.5} y1={y1} y2={y2 - 5} markerEnd="url(#strip-head)" />
        {mark.outcome !== 'unheard' && (
          <line x1={x + 1.5} x2={x + 5} y1={y2 - 5} y2={y1} markerEnd="url(#strip-head)" />
        )}
        <circle cx={x} cy={y2} r={3} />
      </g>
      {mark.outcome === 'unheard' && (
        <g className={styles[`unheard-${span.phase}`]}>
          <line x1={x + 1.5} x2={x + 4.5} y1={y2 - 5} y2={half + 8} />
          <Question phase={span.phase} x={x + 6} y={half} />
        </g>
      )}
    </>
  )
}

interface QuestionProps {
  readonly phase: Phase
  readonly x: number
  readonly y: number
}

/** Neither done nor failed, as far as its caller knows. */
export function Question({ phase, x, y }: QuestionProps) {
  return (
    <g className={styles[`unknown-${phase}`]} transform={`translate(${x} ${y})`}>
      <circle r={6} />
      <text y={3} textAnchor="middle">
        ?
      </text>
    </g>
  )
}
