/**
 * The stops of a run in room mode: the eight to ten events that a speaker goes through.
 *
 * R1 Stops are distinct and in the order of their events.
 * R2 The first event, each fault that strikes, the violation that is explained and the end are always stops.
 * R3 There are at most `mostStops`, unless R2 alone needs more, and at least `leastStops`, unless the run has fewer
 *    events of interest.
 * R4 Which events are stops follows from the explanation's links first, then from the words that tell a lane, then from
 *    what stepping halts at.
 */
import { violationsIn, type Run, type TraceEvent } from '#simulator'
import type { Explanation } from '#explorer'
import { isOfInterest, violatedUpTo } from '../../state/stops.ts'
import { isBeginning } from '../beginning.ts'
import { upperFirst } from '../letter-case.ts'
import type { Beat, BeatKind } from '../lane-line/beat.ts'
import { shortLabel } from './short-label.ts'

export interface RoomStop {
  /** Index of the event: the cursor stands on it. */
  readonly event: number
  readonly kind: 'start' | 'fault' | 'step' | 'violation' | 'end'
  /** Two or three words. */
  readonly label: string
}

export interface StopSource {
  /** Without verdicts while the answer is hidden. */
  readonly run: Run
  /** Null while it is not known, or hidden. */
  readonly explanation: Explanation | null
  /** What could be told of the run in a lane's line. */
  readonly beats: readonly Beat[]
}

/** A talk of five minutes has half a minute for each. */
export const mostStops = 10
export const leastStops = 8

interface Candidate extends RoomStop {
  /** Infinity: always a stop. */
  readonly weight: number
  /** Whether a line of words tells it. */
  readonly isTold: boolean
}

export function roomStops(source: StopSource): readonly RoomStop[] {
  const { run } = source
  const all = merged(run, [
    ...requiredStops(source),
    ...source.beats.map((beat) => ofBeat(beat)),
    ...linkedStops(source),
  ])
  const kept = all
    .toSorted((one, other) => other.weight - one.weight)
    .filter(({ weight }, at) => at < mostStops || weight === Number.POSITIVE_INFINITY)
  const stops = all.filter((stop) => kept.includes(stop))
  return filledUp(run, stops).map(({ event, kind, label }) => ({ event, kind, label }))
}

/**
 * The event from which the answer may be told: the violation that is explained, else the end.
 * @returns one that the cursor never reaches while the rest of the run is not known
 */
export function verdictEvent(run: Run, stops: readonly RoomStop[]): number {
  if (isBeginning(run)) return Number.POSITIVE_INFINITY
  return stops.find(({ kind }) => kind === 'violation')?.event ?? run.trace.length
}

/** R2. */
function requiredStops({ run, explanation }: StopSource): readonly Candidate[] {
  const { trace } = run
  const first = trace[0]
  const last = trace.at(-1)
  const violation = violationStop(run, explanation)
  const required = [
    ...(first === undefined ? [] : [stopAt(first, 'start')]),
    ...run.faults.flatMap((outcome) => (outcome.fired ? strikeStop(run, outcome.event) : [])),
    ...(violation === null ? [] : [violation]),
    ...(last === undefined || isBeginning(run) ? [] : [stopAt(last, 'end')]),
  ]
  return required.map((stop) => ({ ...stop, weight: Number.POSITIVE_INFINITY, isTold: false }))
}

/** What a fault does to a process is the event after it. */
function strikeStop(run: Run, event: number): readonly RoomStop[] {
  const strike = run.trace[event - 1]
  const next = run.trace[event]
  const shown = next?.what.kind === 'process' && next.cause === event ? next : strike
  return shown === undefined ? [] : [stopAt(shown, 'fault')]
}

/** Where the explained invariant is found violated: at the last of those that are found at once. */
function violationStop(run: Run, explanation: Explanation | null): RoomStop | null {
  const found = violationsIn(run).find(({ id }) => id === explanation?.invariant)?.event ?? null
  const firstFound = run.trace.find(({ what }) => what.kind === 'violated')?.index ?? null
  const from = found ?? firstFound
  if (from === null || violatedUpTo(run, from).length === 0) return null
  const next = run.trace.slice(from).findIndex(({ what }) => what.kind !== 'violated')
  const last = run.trace[next < 0 ? run.trace.length - 1 : from + next - 1]
  return last === undefined ? null : stopAt(last, 'violation')
}

function linkedStops({ run, explanation }: StopSource): readonly Candidate[] {
  return (explanation?.links ?? []).flatMap(({ event, role }) => {
    const cited = event === null ? undefined : run.trace[event - 1]
    // A violation has a stop of its own.
    if (cited === undefined || cited.what.kind === 'violated') return []
    return [{ ...stopAt(cited, 'step'), weight: role === 'because' ? 80 : 90, isTold: false }]
  })
}

function ofBeat({ event, words, kind, isWrong }: Beat): Candidate {
  // A beat of what was kept stands half an event before what comes next.
  const at = Math.ceil(event)
  const weight = isWrong === true ? 85 : beatWeights[kind]
  return { event: at, kind: 'step', label: upperFirst(words), weight, isTold: true }
}

const beatWeights: { readonly [kind in BeatKind]: number } = {
  fault: 70,
  protection: 65,
  process: 60,
  effect: 55,
  customer: 50,
  routine: 40,
  left: 30,
}

/** R1: candidates of one event are one; so are two in a row of which one made the other and only one has words. */
function merged(run: Run, candidates: readonly Candidate[]): readonly Candidate[] {
  const inOrder = candidates
    .filter(({ event }) => event >= 1 && event <= run.trace.length)
    .toSorted((one, other) => one.event - other.event)
  const kept: Candidate[] = []
  for (const candidate of inOrder) {
    const before = kept.at(-1)
    if (before === undefined || !isSameMoment(run, before, candidate)) kept.push(candidate)
    else kept[kept.length - 1] = joined(before, candidate)
  }
  return kept
}

function isSameMoment(run: Run, one: Candidate, other: Candidate): boolean {
  if (one.event === other.event) return true
  if (one.event + 1 !== other.event || one.isTold === other.isTold) return false
  if ([one, other].some(({ weight }) => weight === Number.POSITIVE_INFINITY)) return false
  return run.trace[other.event - 1]?.cause === one.event
}

function joined(one: Candidate, other: Candidate): Candidate {
  const told = [one, other].find(({ isTold }) => isTold)
  const required = [one, other].find(({ kind }) => kind !== 'step')
  const isNamed = required?.kind === 'end' || required?.kind === 'violation'
  return {
    event: Math.max(one.event, other.event),
    kind: required?.kind ?? 'step',
    label: isNamed ? required.label : (told ?? one).label,
    weight: Math.max(one.weight, other.weight),
    isTold: told !== undefined,
  }
}

/** R3: what a clicker would halt at, from the middle of the widest gap. */
function filledUp(run: Run, stops: readonly RoomStop[]): readonly RoomStop[] {
  const own = [...stops]
  while (own.length < leastStops) {
    const found = middleOfWidest(run, own)
    if (found === null) break
    own.push(stopAt(found, 'step'))
    own.sort((one, other) => one.event - other.event)
  }
  return own
}

function middleOfWidest({ trace }: Run, stops: readonly RoomStop[]): TraceEvent | null {
  const gaps = stops
    .flatMap(({ event }, at) => {
      const next = stops[at + 1]?.event
      return next === undefined ? [] : [{ from: event, to: next }]
    })
    .toSorted((one, other) => other.to - other.from - (one.to - one.from))
  for (const { from, to } of gaps) {
    const middle = (from + to) / 2
    const [nearest] = trace
      .slice(from, to - 1)
      .filter((event) => event.what.kind !== 'violated' && isOfInterest(event))
      .toSorted((one, other) => Math.abs(one.index - middle) - Math.abs(other.index - middle))
    if (nearest !== undefined) return nearest
  }
  return null
}

function stopAt(event: TraceEvent, kind: RoomStop['kind']): RoomStop {
  return { event: event.index, kind, label: shortLabel(event) }
}
