/**
 * One axis for all lanes: a moment stands at the same place in each of them, and the fault at which they are aligned
 * under the one cut that runs through all their lines. All of it fits, whatever the number of events.
 */
import type { Run } from '#simulator'
import { isFolded, retrySpans } from '../../model/retries.ts'
import { signed } from '../../state/moment-words.ts'
import type { ComparedLane, Comparison } from '../../state/comparison.ts'
import type { Axis } from '../../strip/axis.ts'
import { timeBreaks } from '../../strip/time-breaks.ts'

export interface SharedAxis {
  readonly first: number
  readonly last: number
  /** Pixels from the strips' left edge, by moment from `first` on. */
  readonly x: readonly number[]
  readonly width: number
  /** How far a box reaches beyond its first and last event, in pixels. */
  readonly pad: number
  readonly ticks: readonly { readonly moment: number; readonly x: number; readonly label: string }[]
}

export interface AxisRoom {
  /** Pixels in all. */
  readonly width: number
  /** Where the cut stands; ignored where all lanes stand at the start. */
  readonly cutX: number
  /** Whether tries that fail are folded. */
  readonly isFolding: boolean
}

const maxPitch = 22
const breakWidth = 12
const margin = 12
/** Of a moment at which every lane only tries again, against one of 1. */
const foldedWeight = 0.3
/** Between two numbers of the axis, in pixels. */
const tickRoom = 34

export function sharedAxis(comparison: Comparison, { width, cutX, isFolding }: AxisRoom): SharedAxis {
  const { first, last, fault } = comparison
  const origin = fault === null ? margin : cutX
  const before = sideOf(comparison, first, 0, origin - margin, isFolding)
  const after = sideOf(comparison, 0, last, width - margin - origin, isFolding)
  const x = [
    ...before.map((offset) => origin - (before.at(-1) ?? 0) + offset).slice(0, -1),
    ...after.map((offset) => origin + offset),
  ]
  const pitch = Math.min(pitchOf(before), pitchOf(after))
  return {
    first,
    last,
    x,
    width,
    pad: Math.max(0.5, Math.min(5, pitch / 2 - 0.5)),
    ticks: ticksOf(comparison, x),
  }
}

/** Offsets of the moments of one side of the cut, the first at 0. */
function sideOf(
  comparison: Comparison,
  from: number,
  to: number,
  room: number,
  isFolding: boolean,
): readonly number[] {
  const steps = Array.from({ length: to - from }, (_, at) => from + at + 1)
  const jumps = steps.map((moment) => hasBreak(comparison, moment - 1, isFolding))
  const weights = steps.map((moment) => (isFolding && isOnlyTrying(comparison, moment) ? foldedWeight : 1))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const gaps = jumps.filter(Boolean).length * breakWidth
  const pitch = Math.min(maxPitch, Math.max(0.5, (room - gaps) / Math.max(1, total)))
  const offsets = [0]
  for (const [at, weight] of weights.entries())
    offsets.push((offsets.at(-1) ?? 0) + weight * pitch + (jumps[at] === true ? breakWidth : 0))
  return offsets
}

function pitchOf(offsets: readonly number[]): number {
  const steps = offsets.slice(1).map((offset, at) => offset - (offsets[at] ?? 0))
  return steps.length === 0 ? maxPitch : Math.max(1, ...[Math.min(...steps.filter((step) => step > 0))])
}

/** Whether time is left out right after a moment in any lane. */
function hasBreak({ lanes }: Comparison, moment: number, isFolding: boolean): boolean {
  return lanes.some(({ run, anchor }) => run !== null && breaksOf(run, isFolding).has(anchor + moment))
}

function breaksOf(run: Run, isFolding: boolean): ReadonlySet<number> {
  const spans = isFolding ? retrySpans(run) : []
  return new Set(
    timeBreaks(run)
      .filter(({ after }) => !isFolded(spans, { from: after, to: after + 1 }))
      .map(({ after }) => after),
  )
}

/** Whether every lane that is not over yet does nothing but try again. */
function isOnlyTrying({ lanes }: Comparison, moment: number): boolean {
  const going = lanes.filter(({ run, anchor }) => run !== null && anchor + moment <= run.trace.length)
  return (
    going.length > 0 &&
    going.every(({ run, anchor }) => {
      const event = anchor + moment
      return run !== null && retrySpans(run).some(({ from, to }) => event > from && event <= to)
    })
  )
}

/** The axis as one lane's marks need it: by the events of its own run. */
export function laneAxis(axis: SharedAxis, { run, anchor }: ComparedLane): Axis {
  const x = (run?.trace ?? []).map(({ index }) => xAt(axis, index - anchor))
  return {
    x: [xAt(axis, -anchor), ...x],
    width: axis.width,
    pad: axis.pad,
    ticks: axis.ticks.map(({ moment, x: at, label }) => ({ x: at, label, event: moment + anchor })),
  }
}

export function xAt({ x, first }: SharedAxis, moment: number): number {
  return x[moment - first] ?? (moment < first ? margin : (x.at(-1) ?? margin))
}

/** Every fifth or tenth moment that has room for its number; the cut has its ✕ there. */
function ticksOf(comparison: Comparison, x: readonly number[]): SharedAxis['ticks'] {
  const kept: { moment: number; x: number; label: string }[] = []
  for (const [at, position] of x.entries()) {
    const moment = comparison.first + at
    if (moment % 5 !== 0 || (moment === 0 && comparison.fault !== null)) continue
    const isFree = position - (kept.at(-1)?.x ?? Number.NEGATIVE_INFINITY) >= tickRoom
    if (isFree) kept.push({ moment, x: position, label: signed(moment, comparison) })
  }
  return kept
}
