import { useLayoutEffect, useMemo, useRef, type PointerEvent } from 'react'
import type { Run } from '#simulator'
import { useSize } from '../parts/use-size.ts'
import { axisOf, eventAt, type AxisKind } from '../strip/axis.ts'
import type { Chain } from '../strip/chain.ts'
import { ChainView } from '../strip/chain-view.tsx'
import { StripDefinitions } from '../strip/definitions.tsx'
import { dragHandlers } from '../strip/drag.ts'
import { geometry } from '../strip/geometry.ts'
import { stripMarks } from '../strip/marks.ts'
import { MarkView } from '../strip/mark-view.tsx'
import { reachedOf } from '../strip/phase.ts'
import { Rails } from '../strip/rails.tsx'
import type { StripRow } from '../strip/strip-mark.ts'
import { wordPlaces } from '../strip/word-places.ts'
import { AxisLabels, Playhead, PlayheadNumber } from './axis-labels.tsx'
import styles from './timeline.module.css'

interface StripProps {
  readonly run: Run
  readonly rows: readonly StripRow[]
  readonly cursor: number
  readonly axis: AxisKind
  readonly onSeek: (index: number) => void
  readonly chain: Chain | null
  readonly strong: boolean
  readonly pointed: number | null
}

/** The picture itself. Click or drag to seek; a run of many events scrolls and follows the playhead, and what is pointed at. */
export function Strip(props: StripProps) {
  const { run, rows, cursor, axis: kind, onSeek, chain, strong, pointed } = props
  const box = useRef<HTMLDivElement>(null)
  const { width } = useSize(box, { width: 840, height: 160 })
  const axis = useMemo(() => axisOf(run, kind, width), [run, kind, width])
  const marks = useMemo(() => stripMarks(run, rows), [run, rows])
  const bottom = geometry.top + rows.length * geometry.row
  const playhead = axis.x[cursor] ?? 0
  const link = chain?.marks.find(({ links }) => pointed !== null && links.includes(pointed))
  const looked = axis.x[link?.event ?? cursor] ?? 0
  const words = useMemo(() => wordPlaces(marks, axis, playhead), [marks, axis, playhead])

  useLayoutEffect(() => {
    const view = box.current
    if (view === null || view.scrollWidth <= view.clientWidth) return
    const isSeen = looked > view.scrollLeft + 60 && looked < view.scrollLeft + view.clientWidth - 100
    if (!isSeen) view.scrollLeft = looked - view.clientWidth / 2
  }, [looked])

  const seek = (event: PointerEvent<SVGSVGElement>) => {
    const index = eventAt(axis, event.clientX - event.currentTarget.getBoundingClientRect().left)
    if (index !== cursor) onSeek(index)
  }
  return (
    // What scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['scroll']} ref={box} role="group" aria-label="Time strip" tabIndex={0}>
      <svg
        className={styles['svg']}
        width={Math.max(axis.width, width)}
        height={bottom + geometry.foot}
        aria-hidden="true"
        {...dragHandlers(seek)}
      >
        <StripDefinitions />
        <Rails rows={rows} width={Math.max(axis.width, width)} />
        <AxisLabels axis={axis} bottom={bottom} playhead={playhead} marks={marks} words={words} />
        <Playhead x={playhead} bottom={bottom} />
        {marks.map((mark, position) => (
          <MarkView
            // Marks of a run never change places.
            key={position}
            mark={mark}
            axis={axis}
            bottom={bottom}
            reached={reachedOf(mark, cursor)}
            side={words.get(mark)?.side ?? null}
          />
        ))}
        {chain !== null && (
          <ChainView
            chain={chain}
            axis={axis}
            bottom={bottom}
            cursor={cursor}
            look={strong ? 'strong' : 'faint'}
            pointed={pointed}
          />
        )}
        <PlayheadNumber x={playhead} cursor={cursor} />
      </svg>
    </div>
  )
}
