import { useLayoutEffect, useMemo, useRef, type PointerEvent } from 'react'
import type { Run } from '#simulator'
import { useSize } from '../parts/use-size.ts'
import { axisOf, eventAt, type AxisKind } from './axis.ts'
import { AxisLabels, Playhead, PlayheadNumber } from './axis-labels.tsx'
import { stripMarks } from './marks.ts'
import type { Lane } from './strip-mark.ts'
import { MarkView } from './mark-view.tsx'
import { reachedOf } from './phase.ts'
import { geometry } from './geometry.ts'
import { wordPlaces } from './word-places.ts'
import styles from './timeline.module.css'

interface StripProps {
  readonly run: Run
  readonly lanes: readonly Lane[]
  readonly cursor: number
  readonly axis: AxisKind
  readonly onSeek: (index: number) => void
}

/** The picture itself. Click or drag to seek; a run of many events scrolls and follows the playhead. */
export function Strip({ run, lanes, cursor, axis: kind, onSeek }: StripProps) {
  const box = useRef<HTMLDivElement>(null)
  const { width } = useSize(box, { width: 840, height: 160 })
  const axis = useMemo(() => axisOf(run, kind, width), [run, kind, width])
  const marks = useMemo(() => stripMarks(run, lanes), [run, lanes])
  const bottom = geometry.top + lanes.length * geometry.row
  const playhead = axis.x[cursor] ?? 0
  const words = useMemo(() => wordPlaces(marks, axis, playhead), [marks, axis, playhead])

  useLayoutEffect(() => {
    const view = box.current
    if (view === null || view.scrollWidth <= view.clientWidth) return
    const isSeen = playhead > view.scrollLeft + 60 && playhead < view.scrollLeft + view.clientWidth - 100
    if (!isSeen) view.scrollLeft = playhead - view.clientWidth / 2
  }, [playhead])

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
        onPointerDown={(event) => {
          // A finger scrolls; only its tap, which ends as a click, seeks.
          if (event.pointerType !== 'touch') event.currentTarget.setPointerCapture(event.pointerId)
          seek(event)
        }}
        onPointerMove={(event) => {
          if (event.pointerType !== 'touch' && event.buttons === 1) seek(event)
        }}
      >
        <defs>
          <pattern
            id="strip-down"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line y2="6" className={styles['hatch']} />
          </pattern>
          <pattern id="strip-frozen" width="5" height="5" patternUnits="userSpaceOnUse">
            <path d="M1 2.5h3M2.5 1v3" className={styles['hatch']} />
          </pattern>
          <marker
            id="strip-head"
            viewBox="0 0 6 6"
            refX="5"
            refY="3"
            markerWidth="5.5"
            markerHeight="5.5"
            orient="auto"
          >
            <path d="M0 0.4 L6 3 L0 5.6 Z" className={styles['head']} />
          </marker>
        </defs>
        {lanes.map(({ key }, row) => (
          <line
            key={key}
            className={styles['rail']}
            x2={Math.max(axis.width, width)}
            y1={geometry.y(row)}
            y2={geometry.y(row)}
          />
        ))}
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
        <PlayheadNumber x={playhead} cursor={cursor} />
      </svg>
    </div>
  )
}
