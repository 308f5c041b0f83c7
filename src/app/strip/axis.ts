/** Where each event stands on the strip, by its number or by the wall clock. */
import type { Run } from '#simulator'
import { timeBreaks, type TimeBreak } from './time-breaks.ts'

export type AxisKind = 'events' | 'time'

export interface Axis {
  /** Pixels from the strip's left edge, by event index; position 0 is before the first event. */
  readonly x: readonly number[]
  readonly width: number
  /** How far a box reaches beyond its first and last event, in pixels. */
  readonly pad: number
  readonly breaks: readonly { readonly x: number; readonly label: string; readonly ms: number }[]
  readonly ticks: readonly { readonly x: number; readonly label: string; readonly event: number }[]
}

/** Narrowest room for an event, in pixels; below it the strip scrolls. */
const leastPitch = 11.5
const widestPitch = 30
const breakWidth = 22
const margin = 12

/** @param width pixels that are there to be filled. */
export function axisOf(run: Run, kind: AxisKind, width: number): Axis {
  return kind === 'events' ? eventAxis(run, width) : timeAxis(run, width)
}

function eventAxis(run: Run, width: number): Axis {
  const breaks = timeBreaks(run)
  const count = Math.max(1, run.trace.length)
  const room = width - 2 * margin - breaks.length * breakWidth
  const pitch = Math.max(leastPitch, Math.min(widestPitch, room / count))
  const x = placed(run, () => pitch, new Set(breaks.map(({ after }) => after)), pitch)
  const every = pitch >= 22 ? 2 : 5
  const ticks = run.trace
    .filter(({ index }) => index === 1 || index % every === 0)
    .map(({ index }) => ({ x: x[index] ?? 0, label: String(index), event: index }))
  const end = (x.at(-1) ?? 0) + pitch / 2 + margin
  return { x, width: end, pad: padOf(pitch), breaks: breakMarks(x, breaks), ticks }
}

/** Time runs true to scale between breaks; events of one instant stand a hand's breadth apart. */
function timeAxis(run: Run, width: number): Axis {
  const breaks = timeBreaks(run)
  const jumps = new Set(breaks.map(({ after }) => after))
  const fair = (width - 2 * margin - breaks.length * breakWidth) / Math.max(1, run.trace.length)
  const least = Math.max(5, Math.min(9, fair * 0.6))
  const spans = run.trace.map((event, at) =>
    jumps.has(at) ? 0 : event.atMs - (run.trace[at - 1]?.atMs ?? event.atMs),
  )
  const totalMs = spans.reduce((sum, ms) => sum + ms, 0)
  const room = width - 2 * margin - breaks.length * breakWidth - run.trace.length * least
  const pxPerMs = totalMs === 0 ? 0 : Math.max(room, 0) / totalMs
  const x = placed(run, (index) => least + (spans[index - 1] ?? 0) * pxPerMs, jumps, least)
  const starts = [1, ...breaks.map(({ after }) => after + 1)]
  const ticks = starts.map((index) => ({
    x: x[index] ?? 0,
    label: clock(run.trace[index - 1]?.atMs ?? 0),
    event: index,
  }))
  return {
    x,
    width: Math.max(width, (x.at(-1) ?? 0) + margin),
    pad: padOf(least),
    breaks: breakMarks(x, breaks),
    ticks: apart(ticks),
  }
}

/** Neighbouring boxes leave a pixel between them. */
function padOf(pitch: number): number {
  return Math.min(5, pitch / 2 - 0.5)
}

function placed(
  run: Run,
  advance: (index: number) => number,
  jumps: ReadonlySet<number>,
  pitch: number,
): readonly number[] {
  const x = [margin]
  for (const { index } of run.trace) {
    const before = index === 1 ? margin + pitch / 2 - advance(1) : (x[index - 1] ?? margin)
    x.push(before + advance(index) + (jumps.has(index - 1) ? breakWidth : 0))
  }
  return x
}

function breakMarks(x: readonly number[], breaks: readonly TimeBreak[]): Axis['breaks'] {
  return breaks.map(({ after, label, ms }) => ({
    x: ((x[after] ?? 0) + (x[after + 1] ?? 0)) / 2,
    label,
    ms,
  }))
}

/** Whose labels are shown: of two that would touch, the longer pause. */
export function labelled(breaks: Axis['breaks'], taken: readonly number[]): ReadonlySet<number> {
  const shown: { readonly x: number; readonly half: number }[] = []
  const wanted = breaks.map(({ x, label, ms }) => ({ x, ms, half: label.length * 3 + 3 }))
  for (const { x, half } of wanted.toSorted((one, other) => other.ms - one.ms)) {
    const isFree = shown.every((other) => Math.abs(other.x - x) > other.half + half)
    if (isFree && taken.every((other) => Math.abs(other - x) > half + 24)) shown.push({ x, half })
  }
  return new Set(shown.map(({ x }) => x))
}

/** Leaves out labels that would touch the one before. */
function apart<T extends { readonly x: number }>(ticks: readonly T[]): readonly T[] {
  const kept: T[] = []
  for (const tick of ticks) if (tick.x - (kept.at(-1)?.x ?? Number.NEGATIVE_INFINITY) >= 44) kept.push(tick)
  return kept
}

/** The event nearest to a pixel; 0 left of the first. */
export function eventAt(axis: Axis, x: number): number {
  const [first = 0, second = 0] = axis.x
  if (x < (first + second) / 2 - 4) return 0
  let best = 0
  for (const [index, position] of axis.x.entries())
    if (index > 0 && Math.abs(position - x) <= Math.abs((axis.x[best] ?? -1e9) - x)) best = index
  return best
}

/** `0:30`, `1:02:10`: time since the run began. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const pad = (value: number) => String(value).padStart(2, '0')
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`
}
