import { memo, useMemo, type PointerEvent } from 'react'
import type { ComparedLane } from '../state/comparison.ts'
import { Breaks } from '../strip/breaks.tsx'
import { ChainView } from '../strip/chain-view.tsx'
import { dragHandlers } from '../strip/drag.ts'
import { geometry } from '../strip/geometry.ts'
import { rowsOf, stripMarks } from '../strip/marks.ts'
import { MarkView } from '../strip/mark-view.tsx'
import { reachedOf } from '../strip/phase.ts'
import { Rails } from '../strip/rails.tsx'
import type { StripMark, StripRow } from '../strip/strip-mark.ts'
import { AlignedCut, FurtherCut } from './cuts.tsx'
import { laneAxis, momentAt, xAt, type SharedAxis } from './shared-axis.ts'
import styles from './strips.module.css'
import { useLaneChain } from './use-lane-chain.ts'

interface LaneStripProps {
  readonly lane: ComparedLane
  readonly axis: SharedAxis
  /** How far the strip is scrolled, in pixels. */
  readonly shift: number
  readonly width: number
  readonly cursor: number
  readonly isAligned: boolean
  readonly onSeek: (moment: number) => void
}

/** What stands above the first row in Focus, its numbers, stands once above all lanes here. */
const lift = 16

/** One lane's strip: click or drag to go to a moment of all. */
export const LaneStrip = memo(function LaneStrip(props: LaneStripProps) {
  const { lane, axis: shared, shift, width, cursor, isAligned, onSeek } = props
  const { run } = lane
  const axis = useMemo(() => laneAxis(shared, lane), [shared, lane])
  const rows = useMemo(() => (run === null ? [] : rowsOf(run)), [run])
  const marks = useMemo(() => (run === null ? [] : stripMarks(run, rows)), [run, rows])
  const { chain, isFound } = useLaneChain(run, cursor)
  const seek = (event: PointerEvent<SVGSVGElement>) =>
    onSeek(momentAt(shared, event.clientX - event.currentTarget.getBoundingClientRect().left + shift))
  const more = [shift > 0 ? 'before' : '', shared.width - shift > width + 1 ? 'after' : '']
    .filter((side) => side !== '')
    .join(' ')
  const bottom = geometry.top + rows.length * geometry.row
  // What is said of a fault that does not strike takes the place of the labels, unless a violation stands there.
  const isQuiet = run !== null && run.faults.some(({ fired }) => !fired) && !marks.some(isViolation)
  return (
    <>
      <ActorNames rows={rows} />
      <svg
        className={styles['strip']}
        width={width}
        height={bottom + (isQuiet ? 2 : geometry.foot) - lift}
        data-more={more === '' ? undefined : more}
        aria-hidden="true"
        {...dragHandlers(seek)}
      >
        <g transform={`translate(${-shift} ${-lift})`}>
          <Rails rows={rows} width={Math.max(shared.width, width)} />
          <Breaks axis={axis} marks={marks} bottom={bottom} labels={!isQuiet} />
          {marks.map((mark, position) => (
            <Mark
              // Marks of a run never change places.
              key={position}
              mark={mark}
              lane={lane}
              axis={axis}
              bottom={bottom}
              isAligned={isAligned}
              reached={reachedOf(mark, cursor)}
            />
          ))}
          {chain !== null && (
            <ChainView
              chain={chain}
              axis={axis}
              bottom={bottom}
              cursor={cursor}
              // Here the axis counts from the fault: numbers of events would not be found on it.
              look={isFound ? 'plain' : 'faint'}
            />
          )}
        </g>
      </svg>
      {isAligned && run !== null && <AlignedCut x={xAt(shared, 0) - shift} isStruck={lane.isStruck} />}
    </>
  )
})

const isViolation = ({ kind }: StripMark) => kind === 'violated'

interface MarkProps {
  readonly mark: StripMark
  readonly lane: ComparedLane
  readonly axis: ReturnType<typeof laneAxis>
  readonly bottom: number
  readonly isAligned: boolean
  readonly reached: number
}

/** The cut at which all lanes stand together is drawn once, through all of them. */
const Mark = memo(function Mark({ mark, lane, axis, bottom, isAligned, reached }: MarkProps) {
  if (mark.kind !== 'cut')
    return <MarkView mark={mark} axis={axis} bottom={bottom} reached={reached} side={null} />
  if (isAligned && mark.from === lane.anchor) return null
  return <FurtherCut x={axis.x[mark.from] ?? 0} top={lift} bottom={bottom} isAhead={reached < mark.from} />
})

const ActorNames = memo(function ActorNames({ rows }: { readonly rows: readonly StripRow[] }) {
  return (
    <div className={styles['actors']} aria-hidden="true">
      {rows.map(({ key, title }) => (
        <span key={key}>{title}</span>
      ))}
    </div>
  )
})
