/**
 * Runs of one experiment held against each other.
 *
 * A moment is a number of events after the one at which all lanes stand together: the first fault that strikes in any
 * of them, or the start. It runs from the longest beginning to the longest end; each lane stands at its own
 * event, held within its own run.
 */
import type { Run } from '#simulator'
import { nextStop, violatedAt, violatedUpTo } from './stops.ts'

export type Alignment = 'fault' | 'start'

export interface Comparison {
  /** In the order of the runs. */
  readonly lanes: readonly ComparedLane[]
  /** Position in the plan of the fault at which they stand together; null: at the start. */
  readonly fault: number | null
  /** The first and the last moment of any lane. */
  readonly first: number
  readonly last: number
}

export interface ComparedLane {
  readonly run: Run | null
  /** Event of its run at moment 0. */
  readonly anchor: number
  /** Whether the fault at which they stand together strikes here; true where they stand at the start. */
  readonly isStruck: boolean
}

export function compareRuns(runs: readonly (Run | null)[], alignment: Alignment): Comparison {
  const fault = alignment === 'start' ? null : firstToStrike(runs)
  const strikes = runs.map((run) => (run === null || fault === null ? null : strikeOf(run, fault)))
  const at = strikes.findIndex((strike) => strike !== null)
  const atMs = runs[at]?.trace[(strikes[at] ?? 0) - 1]?.atMs ?? 0
  const lanes = runs.map((run, lane): ComparedLane => {
    const strike = strikes[lane] ?? null
    if (run === null || fault === null) return { run, anchor: 0, isStruck: true }
    if (strike !== null) return { run, anchor: strike, isStruck: true }
    return { run, anchor: run.trace.filter((event) => event.atMs <= atMs).length, isStruck: false }
  })
  const known = lanes.flatMap(({ run, anchor }) => (run === null ? [] : [{ run, anchor }]))
  return {
    lanes,
    fault,
    first: 0 - Math.max(0, ...known.map(({ anchor }) => anchor)),
    last: Math.max(0, ...known.map(({ run, anchor }) => run.trace.length - anchor)),
  }
}

/** How many events of a lane have happened at a moment. */
export function eventsAt({ run, anchor }: ComparedLane, moment: number): number {
  return run === null ? 0 : Math.max(0, Math.min(run.trace.length, anchor + moment))
}

/** The next halt of any lane. @param direction 1 forwards, −1 backwards. */
export function nextMoment({ lanes, first, last }: Comparison, moment: number, direction: 1 | -1): number {
  const stops = lanes
    .flatMap(({ run, anchor }) => (run === null ? [] : [nextStop(run, anchor + moment, direction) - anchor]))
    .filter((stop) => (stop - moment) * direction > 0)
  if (stops.length === 0) return direction === 1 ? last : first
  return direction === 1 ? Math.min(...stops) : Math.max(...stops)
}

/** Whether playback pauses by itself at this moment: at a violation in any lane, and at the end of all. */
export function pausesAtMoment({ lanes, last }: Comparison, moment: number): boolean {
  if (moment >= last) return true
  return lanes.some(({ run, anchor }) => run !== null && violatedAt(run, anchor + moment).length > 0)
}

/** Lanes in which something is found violated at this very moment, each with its invariants. */
export function violationsAt(
  { lanes }: Comparison,
  moment: number,
): readonly { readonly lane: number; readonly invariants: readonly string[] }[] {
  return lanes.flatMap(({ run, anchor }, lane) => {
    const invariants = run === null ? [] : violatedUpTo(run, anchor + moment)
    return invariants.length === 0 ? [] : [{ lane, invariants }]
  })
}

/** Where a fault strikes: at the death that it brings, else where it meets its operation. */
export function strikeOf(run: Run, fault: number): number | null {
  const outcome = run.faults[fault]
  if (outcome?.fired !== true) return null
  const next = run.trace[outcome.event]
  const isDeath =
    next?.cause === outcome.event &&
    next.what.kind === 'process' &&
    (next.what.change === 'crashed' || next.what.change === 'restarted')
  return isDeath ? next.index : outcome.event
}

/** In time, whatever its place in the plan is: a fault that was added last may strike first. */
function firstToStrike(runs: readonly (Run | null)[]): number | null {
  const strikes = runs.flatMap((run) =>
    (run?.faults ?? []).flatMap((_, fault) => {
      const event = run === null ? null : strikeOf(run, fault)
      return event === null ? [] : [{ fault, event, atMs: run?.trace[event - 1]?.atMs ?? 0 }]
    }),
  )
  const [first] = strikes.toSorted((one, other) => one.atMs - other.atMs || one.event - other.event)
  return first?.fault ?? null
}
