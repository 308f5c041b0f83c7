import { useMemo, type PointerEvent } from 'react'
import type { Run } from '#simulator'
import { eventAt, type Axis } from './axis.ts'
import { axisLabels, flagHalf } from './axis-labels.ts'
import type { Chain } from './chain.ts'
import { ChainView } from './chain-view.tsx'
import { StripDefinitions } from './definitions.tsx'
import { dragHandlers } from './drag.ts'
import type { StripForm } from './geometry.ts'
import { spokenMark } from './mark-words.ts'
import { MarkView } from './mark-view.tsx'
import { reachedOf } from './phase.ts'
import type { SignPlace } from './places.ts'
import { Rails } from './rails.tsx'
import type { StripMark, StripRow } from './strip-mark.ts'
import type { Signs } from './use-signs.ts'
import styles from './picture.module.css'

export interface StripPictureProps {
  readonly run: Run
  readonly rows: readonly StripRow[]
  readonly marks: readonly StripMark[]
  readonly axis: Axis
  readonly form: StripForm
  /** Of the picture, in pixels. */
  readonly width: number
  readonly height: number
  readonly cursor: number
  /** The playhead's number as it is counted here: `31`, `+13`. */
  readonly flag: string
  readonly chain: Chain | null
  readonly look: 'strong' | 'plain' | 'faint'
  /** Pixels that it is scrolled by, where it is wider than its place. */
  readonly viewFrom?: number
  readonly pointed?: number | null
  readonly signs: Signs
  readonly onSeek: (event: number) => void
  /** What is said over the rest of the strip, where the run has not come to its end. */
  readonly cover?: string | null
}

/**
 * A run as a picture: a row for each actor, an axis above them. Click or drag to seek. Every sign in it explains itself:
 * under the pointer, when tapped, and by the arrows once the strip has the focus.
 */
export function StripPicture(props: StripPictureProps) {
  const { run, rows, marks, axis, form, width, height, cursor, signs, onSeek } = props
  const bottom = form.bottom(rows.length)
  const playhead = { x: axis.x[cursor] ?? 0, text: props.flag }
  const pixelsOf = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  const drag = dragHandlers((event) => {
    const index = eventAt(axis, pixelsOf(event).x)
    if (index !== cursor) onSeek(index)
  })
  const explain = (event: PointerEvent<SVGSVGElement>) => {
    const { x, y } = pixelsOf(event)
    signs.onPointer(event, x, y)
  }
  return (
    <div className={styles['picture']} style={{ inlineSize: width, blockSize: height }}>
      <svg
        className={styles['svg']}
        width={width}
        height={height}
        aria-hidden="true"
        onPointerDown={(event) => {
          drag.onPointerDown(event)
          explain(event)
        }}
        onPointerMove={(event) => {
          drag.onPointerMove(event)
          if (event.pointerType !== 'touch' && event.buttons === 0) explain(event)
        }}
      >
        <g data-scaffold="">
          <StripDefinitions />
          <Rails rows={rows} form={form} width={width} />
          <line className={styles['playhead']} x1={playhead.x} x2={playhead.x} y1={16} y2={bottom + 2} />
        </g>
        {marks.map((mark, position) => (
          <MarkView
            // Marks of a run never change places.
            key={position}
            mark={mark}
            axis={axis}
            form={form}
            bottom={bottom}
            reached={reachedOf(mark, cursor)}
          />
        ))}
        {props.chain !== null && (
          <ChainView
            chain={props.chain}
            axis={axis}
            form={form}
            bottom={bottom}
            cursor={cursor}
            look={props.look}
            pointed={props.pointed ?? null}
          />
        )}
        <Labels axis={axis} marks={marks} playhead={playhead} viewFrom={props.viewFrom ?? 0} />
        <Ring place={signs.shown} />
      </svg>
      {(props.cover ?? null) !== null && (
        <p className={styles['cover']} style={{ insetInlineStart: (axis.x.at(-1) ?? 0) + 14 }}>
          {props.cover}
        </p>
      )}
      <SignSlider run={run} signs={signs} />
    </div>
  )
}

interface LabelsProps {
  readonly axis: Axis
  readonly marks: readonly StripMark[]
  readonly playhead: { readonly x: number; readonly text: string }
  readonly viewFrom: number
}

/** What stands in the axis, and over all of it the number at the cursor. */
function Labels({ axis, marks, playhead: { x, text }, viewFrom }: LabelsProps) {
  const labels = useMemo(
    () => axisLabels(axis, marks, { x, text }, viewFrom),
    [axis, marks, x, text, viewFrom],
  )
  const half = flagHalf(text)
  return (
    <g data-scaffold="">
      {labels.map(({ kind, text: words, from, to }) => (
        <g key={`${kind} ${from}`} className={styles[kind]}>
          {kind === 'violated' && <rect x={from} y={1} width={to - from} height={16} rx={4} />}
          <text x={(from + to) / 2} y={13} textAnchor="middle">
            {words}
          </text>
        </g>
      ))}
      <g className={styles['flag']} transform={`translate(${x} 0)`}>
        <rect x={-half} y={1} width={2 * half} height={16} rx={4} />
        <text y={13} textAnchor="middle">
          {text}
        </text>
      </g>
    </g>
  )
}

/** Around the sign that is explained. */
function Ring({ place }: { readonly place: SignPlace | null }) {
  if (place === null) return null
  const { left, right, top, bottom } = place
  return (
    <rect
      data-scaffold=""
      className={styles['ring']}
      x={left - 5}
      y={top - 1}
      width={right - left + 10}
      height={bottom - top + 2}
      rx={5}
    />
  )
}

/** The strip's one tab stop: the arrows go from sign to sign, and each says what it is. */
function SignSlider({ run, signs }: { readonly run: Run; readonly signs: Signs }) {
  const { places, index } = signs
  const place = places[index]
  if (place === undefined) return null
  return (
    <div
      className={styles['slider']}
      role="slider"
      tabIndex={0}
      aria-label="Signs"
      aria-valuemin={1}
      aria-valuemax={places.length}
      aria-valuenow={index + 1}
      aria-valuetext={spokenMark(place.mark, run)}
      data-silent={signs.shown === null || undefined}
      onFocus={signs.onFocus}
      onBlur={signs.onBlur}
      onKeyDown={signs.onKeyDown}
    />
  )
}
