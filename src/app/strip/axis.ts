/** Where each event stands on the strip, by its number or by the wall clock. */
import type { Run } from '#simulator'
import type { Retries } from './marks.ts'
import { clockWords } from '../model/clock.ts'
import { isFolded, retrySpans, type RetrySpan } from '../model/retries.ts'
import { timeBreaks, type TimeBreak } from './time-breaks.ts'

export type AxisKind = 'events' | 'time'

export interface Axis {
  /** Pixels from the strip's left edge, by event index; position 0 is before the first event. */
  readonly x: readonly number[]
  readonly width: number
  /** How far a box reaches beyond its first and last event, in pixels. */
  readonly pad: number
  readonly ticks: readonly { readonly x: number; readonly label: string; readonly event: number }[]
}

export interface AxisOptions {
  /** Tries that are folded into one mark take little room. */
  readonly retries?: Retries
  /** Pixels of an event where more of them may follow: then what is there does not move. */
  readonly pitch?: number
}

/** Narrowest room for an event, in pixels; below it the strip scrolls. */
const minPitch = 11.5
const maxPitch = 30
const breakWidth = 22
const margin = 12
/** Room for `8 tries in 3 days` in type of 11 px. */
const foldWidth = 116

/** @param width pixels that are there to be filled. */
export function axisOf(run: Run, kind: AxisKind, width: number, options: AxisOptions = {}): Axis {
  const folds = options.retries === 'open' ? [] : retrySpans(run)
  const breaks = timeBreaks(run).filter(({ after }) => !isFolded(folds, { from: after, to: after + 1 }))
  return kind === 'events'
    ? eventAxis(run, width, breaks, folds, options.pitch)
    : timeAxis(run, width, breaks, folds)
}

function eventAxis(
  run: Run,
  width: number,
  breaks: readonly TimeBreak[],
  folds: readonly RetrySpan[],
  fixedPitch: number | undefined,
): Axis {
  const count = Math.max(1, run.trace.length - foldedEvents(folds))
  const room = width - 2 * margin - breaks.length * breakWidth - folds.length * foldWidth
  const pitch = fixedPitch ?? Math.max(minPitch, Math.min(maxPitch, room / count))
  const x = placed(run, (index) => foldedAdvance(folds, index) ?? pitch, jumpsOf(breaks), pitch)
  const every = pitch >= 22 ? 2 : 5
  const ticks = run.trace
    .filter(({ index }) => index === 1 || index % every === 0)
    .map(({ index }) => ({ x: x[index] ?? 0, label: String(index), event: index }))
  const end = (x.at(-1) ?? 0) + pitch / 2 + margin
  return { x, width: end, pad: padOf(pitch), ticks: apart(ticks, 24) }
}

/** Time runs true to scale between breaks; events of one instant stand a few pixels apart. */
function timeAxis(run: Run, width: number, breaks: readonly TimeBreak[], folds: readonly RetrySpan[]): Axis {
  const jumps = jumpsOf(breaks)
  const count = Math.max(1, run.trace.length - foldedEvents(folds))
  const room = width - 2 * margin - breaks.length * breakWidth - folds.length * foldWidth
  const least = Math.max(5, Math.min(9, (room / count) * 0.6))
  const spans = run.trace.map((event, at) =>
    jumps.has(at) || foldedAdvance(folds, at + 1) !== null
      ? 0
      : event.atMs - (run.trace[at - 1]?.atMs ?? event.atMs),
  )
  const totalMs = spans.reduce((sum, ms) => sum + ms, 0)
  const pxPerMs = totalMs === 0 ? 0 : Math.max(room - count * least, 0) / totalMs
  const advance = (index: number) => foldedAdvance(folds, index) ?? least + (spans[index - 1] ?? 0) * pxPerMs
  const x = placed(run, advance, jumps, least)
  const starts = [1, ...breaks.map(({ after }) => after + 1)]
  const ticks = starts.map((index) => ({
    x: x[index] ?? 0,
    label: clockWords(run.trace[index - 1]?.atMs ?? 0),
    event: index,
  }))
  return {
    x,
    width: Math.max(width, (x.at(-1) ?? 0) + margin),
    pad: padOf(least),
    ticks: apart(ticks, 44),
  }
}

function jumpsOf(breaks: readonly TimeBreak[]): ReadonlySet<number> {
  return new Set(breaks.map(({ after }) => after))
}

function foldedEvents(folds: readonly RetrySpan[]): number {
  return folds.reduce((sum, { from, to }) => sum + to - from, 0)
}

/** Pixels from the event before to an event within folded tries; null outside of them. */
function foldedAdvance(folds: readonly RetrySpan[], index: number): number | null {
  const fold = folds.find(({ from, to }) => index > from && index <= to)
  return fold === undefined ? null : foldWidth / (fold.to - fold.from)
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

/** Leaves out labels that would touch the one before. */
function apart<T extends { readonly x: number }>(ticks: readonly T[], least: number): readonly T[] {
  const kept: T[] = []
  for (const tick of ticks)
    if (tick.x - (kept.at(-1)?.x ?? Number.NEGATIVE_INFINITY) >= least) kept.push(tick)
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
