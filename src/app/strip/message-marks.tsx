import type { StripForm } from './geometry.ts'
import type { StripMark } from './strip-mark.ts'
import type { Phase } from './phase.ts'
import type { Span } from './span-marks.tsx'
import styles from './strip.module.css'

/** Space between an arrow and the middle of its rows, in pixels: none of it is hidden by a box. */
function clearOf({ row }: StripForm): number {
  return row < 18 ? 3 : 8
}

interface ArrowProps {
  readonly span: Span
  readonly mark: StripMark & { kind: 'arrow' }
  readonly form: StripForm
}

/** A message on its way; a lost one ends half-way in a cross. */
export function Arrow({ span, mark, form }: ArrowProps) {
  const down = mark.toRow > mark.row ? 1 : -1
  const y1 = form.y(mark.row) + down * clearOf(form)
  const y2 = form.y(mark.toRow) - down * clearOf(form)
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

interface CallProps {
  readonly span: Span
  readonly mark: StripMark & { kind: 'call' }
  readonly form: StripForm
}

/** A call to a service and its answer: there and back at one event. Without an answer it ends in a “?”. */
export function Call({ span, mark, form }: CallProps) {
  const [y1, y2] = [form.y(mark.row) + clearOf(form) + 1, form.y(mark.toRow)]
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
        {mark.outcome === 'repeated' ? (
          <circle className={styles['nothingNew']} cx={x} cy={y2} r={3.5} />
        ) : (
          <circle cx={x} cy={y2} r={3} />
        )}
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
      <text y={4} textAnchor="middle">
        ?
      </text>
    </g>
  )
}

interface RetriedProps {
  readonly span: Span
  readonly mark: StripMark & { kind: 'retries' }
  readonly form: StripForm
}

/** Of the type of 11 px, on average. */
const pxPerLetter = 5.6

/** All failed tries of one message as one box; opened, a line under the tries that it stands for. */
export function Retried({ span, mark, form }: RetriedProps) {
  const y = form.y(mark.row)
  const width = Math.max(span.to - span.from, 12)
  if (mark.isOpen)
    return (
      <path
        className={styles[`retriesOpen-${span.phase}`]}
        d={`M${span.from} ${y + form.row / 2 - 3}v3h${width}v-3`}
      />
    )
  const text = [mark.words, `${mark.tries}×`].find((words) => words.length * pxPerLetter + 20 <= width) ?? ''
  return (
    <g className={styles[`retries-${span.phase}`]}>
      <rect x={span.from} y={y - form.box / 2} width={width} height={form.box} rx={form.box / 2} />
      <path d={`M${span.from + 5} ${y - 2.5}l5 5m0 -5l-5 5`} />
      {text !== '' && (
        <text x={span.from + 14} y={y + 4}>
          {text}
        </text>
      )}
    </g>
  )
}
