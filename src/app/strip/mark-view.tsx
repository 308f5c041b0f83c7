import { memo } from 'react'
import type { Axis } from './axis.ts'
import type { WordSide } from './word-places.ts'
import { geometry } from './geometry.ts'
import type { StripMark } from './strip-mark.ts'
import { Arrow, Call, Question } from './message-marks.tsx'
import { phaseOf } from './phase.ts'
import { Busy, Down, Frozen, Wait } from './span-marks.tsx'
import { Cut, Struck, Violated } from './strike-marks.tsx'
import { Again, CrashWindow } from './tie-marks.tsx'
import { Box, Bracket } from './work-marks.tsx'
import styles from './strip.module.css'

interface MarkViewProps {
  readonly mark: StripMark
  readonly axis: Axis
  readonly bottom: number
  /** The cursor, held within the mark's events: it is not drawn again while the cursor is elsewhere. */
  readonly reached: number
  /** Where its word stands; null where there is no room for it. */
  readonly side: WordSide
}

/** One mark, by its kind. */
export const MarkView = memo(function MarkView({ mark, axis, bottom, reached, side }: MarkViewProps) {
  const span = {
    from: axis.x[mark.from] ?? 0,
    to: axis.x[mark.to] ?? 0,
    reached: axis.x[Math.max(reached, 0)] ?? 0,
    phase: phaseOf(mark, reached),
    pad: axis.pad,
  }
  switch (mark.kind) {
    case 'busy':
      return <Busy span={span} y={geometry.y(mark.row)} />
    case 'down':
      return <Down span={span} y={geometry.y(mark.row)} quiet={mark.quiet} />
    case 'frozen':
      return <Frozen span={span} y={geometry.y(mark.row)} />
    case 'wait':
      return <Wait span={span} y={geometry.y(mark.row)} />
    case 'box':
      return <Box span={span} mark={mark} />
    case 'bracket':
      return (
        <Bracket
          span={span}
          mark={mark}
          ticks={mark.ticks.map((index) => ({ x: axis.x[index] ?? 0, past: index <= reached }))}
        />
      )
    case 'arrow':
      return <Arrow span={span} mark={mark} />
    case 'call':
      return <Call span={span} mark={mark} />
    case 'window':
      return <CrashWindow span={span} y={geometry.y(mark.row)} torn={mark.torn} />
    case 'again':
      return <Again span={span} y={geometry.y(mark.row)} bottom={bottom} />
    case 'cut':
      return <Cut span={span} bottom={bottom} word={mark.word} side={side} />
    case 'struck':
      return <Struck span={span} y={geometry.y(mark.row)} word={mark.word} side={side} />
    case 'violated':
      return <Violated span={span} bottom={bottom} invariant={mark.invariant} statements={mark.statements} />
    case 'replay':
      return (
        <circle className={styles[`replay-${span.phase}`]} cx={span.from} cy={geometry.y(mark.row)} r={4} />
      )
    case 'act':
      return <circle className={styles[`dot-${span.phase}`]} cx={span.from} cy={geometry.y(mark.row)} r={3} />
    case 'tick':
      return (
        <rect
          className={styles[`dot-${span.phase}`]}
          x={span.from - 1.25}
          y={geometry.y(mark.row) - 5}
          width={2.5}
          height={10}
          rx={1}
        />
      )
    case 'refused':
      return (
        <path
          className={styles[`refused-${span.phase}`]}
          d={`M${span.from - 3} ${geometry.y(mark.row) - 3}l6 6m0 -6l-6 6`}
        />
      )
    case 'unknown':
      return <Question phase={span.phase} x={span.from} y={geometry.y(mark.row)} />
  }
})
