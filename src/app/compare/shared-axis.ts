/**
 * One axis for all lanes: the same moment stands at the same place in each, so that one line is the playhead of them
 * all. Where the clock jumps in any lane, all make room for it.
 */
import type { Axis } from '../strip/axis.ts'
import { timeBreaks } from '../strip/time-breaks.ts'
import type { ComparedLane, Comparison } from '../state/comparison.ts'

export interface SharedAxis {
  readonly first: number
  readonly last: number
  /** Pixels from the strips' left edge, by moment from `first` on. */
  readonly x: readonly number[]
  readonly width: number
  /** How far a box reaches beyond its first and last event, in pixels. */
  readonly pad: number
  readonly ticks: readonly { readonly moment: number; readonly x: number }[]
}

/** Narrowest room for an event, in pixels; with less the strips show a part, about the playhead. */
const leastPitch = 3.5
const widestPitch = 22
const breakWidth = 9
const margin = 12

/** @param width pixels that are there to be filled */
export function sharedAxis(comparison: Comparison, width: number): SharedAxis {
  const { lanes, first, last } = comparison
  const jumps = new Set(
    lanes.flatMap(({ run, anchor }) =>
      run === null ? [] : timeBreaks(run).map(({ after }) => after - anchor),
    ),
  )
  const room = width - 2 * margin - jumps.size * breakWidth
  const pitch = Math.max(leastPitch, Math.min(widestPitch, room / Math.max(1, last - first)))
  const x = [margin]
  for (let moment = first + 1; moment <= last; moment += 1)
    x.push((x.at(-1) ?? margin) + pitch + (jumps.has(moment - 1) ? breakWidth : 0))
  return {
    first,
    last,
    x,
    width: (x.at(-1) ?? margin) + margin,
    pad: Math.min(5, pitch / 2 - 0.5),
    ticks: ticksOf(first, last, pitch).map((moment) => ({ moment, x: x[moment - first] ?? 0 })),
  }
}

/** The axis as one lane's marks need it: by the events of its own run. */
export function laneAxis(axis: SharedAxis, { run, anchor }: ComparedLane): Axis {
  const x = (run?.trace ?? []).map(({ index }) => xAt(axis, index - anchor))
  const breaks = run === null ? [] : timeBreaks(run)
  return {
    x: [xAt(axis, -anchor), ...x],
    width: axis.width,
    pad: axis.pad,
    breaks: breaks.map(({ after, label, ms }) => ({
      x: (xAt(axis, after - anchor) + xAt(axis, after + 1 - anchor)) / 2,
      label,
      ms,
    })),
    ticks: [],
  }
}

export function xAt({ x, first }: SharedAxis, moment: number): number {
  return x[moment - first] ?? margin
}

/** The moment nearest to a pixel. */
export function momentAt({ x, first }: SharedAxis, pixel: number): number {
  let best = 0
  for (const [index, position] of x.entries())
    if (Math.abs(position - pixel) < Math.abs((x[best] ?? 0) - pixel)) best = index
  return first + best
}

/**
 * How far the strips are scrolled, where not all of them fits: the playhead's page, so that they stand still while it
 * moves across.
 */
export function shiftOf(axis: SharedAxis, moment: number, width: number): number {
  const hidden = axis.width - width
  if (hidden < 1) return 0
  const page = width * 0.7
  return Math.min(hidden, Math.floor(Math.max(0, xAt(axis, moment) - width * 0.15) / page) * page)
}

function ticksOf(first: number, last: number, pitch: number): readonly number[] {
  const every = pitch >= 9 ? 5 : 10
  const from = Math.ceil(first / every) * every
  return Array.from(
    { length: Math.max(0, Math.floor((last - from) / every) + 1) },
    (_, at) => from + at * every,
  )
}
