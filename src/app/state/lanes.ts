/** The implementations side by side, each with what is known of it in this experiment. */
import type { Run } from '#simulator'
import { awaitedRun } from '../model/awaited.ts'
import { isBeginning } from '../model/beginning.ts'
import { isKeptBack } from '../store/opening.ts'
import { implementationOf, type Implementation, type Tone } from './catalogue.ts'
import { discreet } from './discreet.ts'
import { inLane, keyOf, otherWay } from './experiment.ts'
import { guardOffWords, guardsToShow } from './guards.ts'
import { laneWords } from './judgement.ts'
import type { PageState } from './page-state.ts'

export interface Lane {
  readonly implementation: Implementation
  /** Null while nothing of it is known, its beginning while it is awaited; without verdicts while they are hidden. */
  readonly run: Run | null
  /** Why there is no run. */
  readonly failure: string | null
  readonly tone: Tone | 'unknown'
  /** The verdict in words, for those who do not see the mark. */
  readonly words: string
  /** The verdict with a guard the other way round, for a lane that is always shown both ways; null for others. */
  readonly otherWay: OtherWay | null
  /** `idempotent steps off`, where the lane fails with a guard that its author left off. */
  readonly guardOff: string | null
}

export interface OtherWay {
  /** `idempotentSteps`. */
  readonly guard: string
  /** How it stands in the other run. */
  readonly on: boolean
  readonly tone: Tone | 'unknown'
  readonly words: string
}

/** What of the page its lanes are made of. */
export type LaneSource = Pick<
  PageState,
  'catalogue' | 'run' | 'shown' | 'wanted' | 'opening' | 'runs' | 'laneFailures' | 'answers'
>

export function lanesOf(page: LaneSource): readonly Lane[] {
  return page.catalogue.implementations.map((implementation) => laneOf(page, implementation))
}

/** Runs of all lanes by themselves, null where one has not come. */
export function laneRunsOf(page: LaneSource): readonly (Run | null)[] {
  return page.catalogue.implementations.map(({ name }) => laneRunOf(page, name))
}

function laneOf(page: LaneSource, implementation: Implementation): Lane {
  const { catalogue, wanted, laneFailures, answers } = page
  const run = laneRunOf(page, implementation.name)
  const failure =
    run === null ? (laneFailures.get(keyOf(inLane(catalogue, wanted, implementation.name))) ?? null) : null
  const lane = { implementation, run, failure, guardOff: null, otherWay: otherWayOf(page, implementation) }
  if (answers === 'hidden') return { ...lane, tone: 'unknown', words: 'verdict hidden' }
  if (failure !== null) return { ...lane, tone: 'unknown', words: 'no run' }
  if (run === null) return { ...lane, tone: 'unknown', words: 'not tried yet' }
  if (isBeginning(run)) return { ...lane, tone: 'unknown', words: 'no verdict yet' }
  const { tone } = catalogue.ask(run)
  const guards = guardsToShow(implementation, wanted.guards, tone)
  const guardOff = tone === 'holds' || tone === 'not-judged' ? null : guardOffWords(guards)
  return { ...lane, tone, words: laneWords(run, tone), guardOff }
}

function otherWayOf(page: LaneSource, { name, bothWays }: Implementation): OtherWay | null {
  const { catalogue, wanted, runs, answers, opening } = page
  const input = otherWay(catalogue, wanted, name)
  if (input === null || bothWays === undefined) return null
  const offered = implementationOf(catalogue, name)?.guards.find((guard) => guard.name === bothWays)
  const other = { guard: bothWays, on: input.guards[bothWays] ?? offered?.default ?? false }
  const run = isKeptBack({ opening }) ? undefined : runs.get(keyOf(input))
  if (run === undefined || answers === 'hidden')
    return { ...other, tone: 'unknown', words: run === undefined ? 'not tried yet' : 'verdict hidden' }
  const { tone } = catalogue.ask(run)
  return { ...other, tone, words: laneWords(run, tone) }
}

function laneRunOf(page: LaneSource, implementation: string): Run | null {
  const run = isKeptBack(page) ? ownRunOf(page, implementation) : knownRunOf(page, implementation)
  return run !== null && page.answers === 'hidden' ? discreet(run) : run
}

/** Of the lane on screen as much as is on screen, and of no other lane anything. */
function ownRunOf({ run, wanted }: LaneSource, implementation: string): Run | null {
  return implementation === wanted.implementation ? run : null
}

/** The wanted run, else what of it is known by the run before. */
function knownRunOf({ catalogue, shown, wanted, runs }: LaneSource, implementation: string): Run | null {
  const input = inLane(catalogue, wanted, implementation)
  const known = runs.get(keyOf(input))
  if (known !== undefined || shown === wanted) return known ?? null
  const before = runs.get(keyOf(inLane(catalogue, shown, implementation)))
  return before === undefined ? null : awaitedRun(before, input)
}
