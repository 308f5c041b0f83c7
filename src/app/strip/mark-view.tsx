import { memo } from 'react'
import type { Axis } from './axis.ts'
import { PartingPaths } from './parting-sign.tsx'
import type { StripForm } from './geometry.ts'
import { Arrow, Call, Question, Retried } from './message-marks.tsx'
import { Fenced, Takeover } from './owner-marks.tsx'
import { phaseOf } from './phase.ts'
import { ReasonDot } from './reason-dot.tsx'
import { signOf } from './signs.ts'
import { Busy, Down, Frozen, Wait, type Span } from './span-marks.tsx'
import { Break, Cut, Struck, Violated } from './strike-marks.tsx'
import type { StripMark } from './strip-mark.ts'
import { Again, CrashWindow } from './tie-marks.tsx'
import { Box, Bracket } from './work-marks.tsx'
import styles from './strip.module.css'

export interface MarkViewProps {
  readonly mark: StripMark
  readonly axis: Axis
  readonly form: StripForm
  readonly bottom: number
  /** The cursor, held within the mark's events: it is not drawn again while the cursor is elsewhere. */
  readonly reached: number
}

/** One mark under the name of its sign: nothing of a strip's content is drawn outside of one. */
export const MarkView = memo(function MarkView(props: MarkViewProps) {
  return (
    <g data-sign={signOf(props.mark)}>
      <Glyph {...props} />
    </g>
  )
})

function Glyph({ mark, axis, form, bottom, reached }: MarkViewProps) {
  const span: Span = {
    from: axis.x[mark.from] ?? 0,
    to: axis.x[mark.to] ?? 0,
    reached: axis.x[Math.max(reached, 0)] ?? 0,
    phase: phaseOf(mark, reached),
    pad: axis.pad,
  }
  switch (mark.kind) {
    case 'busy':
      return <Busy span={span} y={form.y(mark.row)} />
    case 'down':
      return <Down span={span} y={form.y(mark.row)} height={form.box} quiet={mark.quiet} />
    case 'frozen':
      return <Frozen span={span} y={form.y(mark.row)} height={form.box} />
    case 'wait':
      return <Wait span={span} y={form.y(mark.row)} />
    case 'box':
      return <Box span={span} mark={mark} form={form} />
    case 'bracket':
      return (
        <Bracket
          span={span}
          mark={mark}
          form={form}
          ticks={mark.ticks.map((index) => ({ x: axis.x[index] ?? 0, past: index <= reached }))}
        />
      )
    case 'arrow':
      return <Arrow span={span} mark={mark} form={form} />
    case 'call':
      return <Call span={span} mark={mark} form={form} />
    case 'retries':
      return <Retried span={span} mark={mark} form={form} />
    case 'takeover':
      return <Takeover span={span} y={form.y(mark.row)} />
    case 'fenced':
      return <Fenced span={span} y={form.y(mark.row)} />
    case 'window':
      return <CrashWindow span={span} y={form.y(mark.row)} height={form.box} torn={mark.torn} />
    case 'again':
      return <Again span={span} y={form.y(mark.row)} bottom={bottom} />
    case 'cut':
      return <Cut span={span} bottom={bottom} />
    case 'struck':
      return <Struck span={span} y={form.y(mark.row) - form.row / 2} />
    case 'violated':
      return <Violated span={span} top={form.top} bottom={bottom} />
    case 'reason':
      return <ReasonDot x={span.from} y={mark.row === null ? bottom - 7 : form.y(mark.row)} />
    case 'divergence':
      return <PartingPaths x={span.from} y={bottom + 4} />
    case 'break':
      return <Break x={(span.from + span.to) / 2} top={form.top - 4} bottom={bottom} />
    default:
      return <Point kind={mark.kind} span={span} y={form.y(mark.row)} />
  }
}

interface PointProps {
  readonly kind: 'replay' | 'tick' | 'refused' | 'act' | 'unknown'
  readonly span: Span
  readonly y: number
}

/** What happens at one event of one row. */
function Point({ kind, span: { from: x, phase }, y }: PointProps) {
  switch (kind) {
    case 'replay':
      return <circle className={styles[`replay-${phase}`]} cx={x} cy={y} r={4} />
    case 'act':
      return <circle className={styles[`dot-${phase}`]} cx={x} cy={y} r={3} />
    case 'tick':
      return <rect className={styles[`dot-${phase}`]} x={x - 1.25} y={y - 5} width={2.5} height={10} rx={1} />
    case 'refused':
      return <path className={styles[`refused-${phase}`]} d={`M${x - 3} ${y - 3}l6 6m0 -6l-6 6`} />
    case 'unknown':
      return <Question phase={phase} x={x} y={y} />
  }
}
