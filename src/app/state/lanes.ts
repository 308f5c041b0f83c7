/** The implementations side by side, each with what is known of it in this experiment. */
import type { Run } from '#simulator'
import { implementationOf, type Implementation, type Tone } from './catalogue.ts'
import { discreet } from './discreet.ts'
import { inLane, keyOf, otherWay } from './experiment.ts'
import { guardOffWords, guardsToShow } from './guards.ts'
import { laneWords } from './judgement.ts'
import type { PageState } from './page-state.ts'

export interface Lane {
  readonly implementation: Implementation
  /** Null while it has not come; without verdicts while they are hidden. */
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
export type LaneSource = Pick<PageState, 'catalogue' | 'shown' | 'runs' | 'laneFailures' | 'answers'>

export function lanesOf(page: LaneSource): readonly Lane[] {
  return page.catalogue.implementations.map((implementation) => laneOf(page, implementation))
}

/** Runs of all lanes by themselves, null where one has not come. */
export function laneRunsOf(page: LaneSource): readonly (Run | null)[] {
  return page.catalogue.implementations.map(({ name }) => laneRunOf(page, name))
}

function laneOf(page: LaneSource, implementation: Implementation): Lane {
  const { catalogue, shown, laneFailures, answers } = page
  const run = laneRunOf(page, implementation.name)
  const failure =
    run === null ? (laneFailures.get(keyOf(inLane(catalogue, shown, implementation.name))) ?? null) : null
  const lane = { implementation, run, failure, guardOff: null, otherWay: otherWayOf(page, implementation) }
  if (answers === 'hidden') return { ...lane, tone: 'unknown', words: 'verdict hidden' }
  if (failure !== null) return { ...lane, tone: 'unknown', words: 'no run' }
  if (run === null) return { ...lane, tone: 'unknown', words: 'not tried yet' }
  const { tone } = catalogue.ask(run)
  const guards = guardsToShow(implementation, shown.guards, tone)
  const guardOff = tone === 'holds' ? null : guardOffWords(guards)
  return { ...lane, tone, words: laneWords(run, tone), guardOff }
}

function otherWayOf(page: LaneSource, { name, bothWays }: Implementation): OtherWay | null {
  const { catalogue, shown, runs, answers } = page
  const input = otherWay(catalogue, shown, name)
  if (input === null || bothWays === undefined) return null
  const offered = implementationOf(catalogue, name)?.guards.find((guard) => guard.name === bothWays)
  const other = { guard: bothWays, on: input.guards[bothWays] ?? offered?.default ?? false }
  const run = runs.get(keyOf(input))
  if (run === undefined || answers === 'hidden')
    return { ...other, tone: 'unknown', words: run === undefined ? 'not tried yet' : 'verdict hidden' }
  const { tone } = catalogue.ask(run)
  return { ...other, tone, words: laneWords(run, tone) }
}

function laneRunOf({ catalogue, shown, runs, answers }: LaneSource, implementation: string): Run | null {
  const run = runs.get(keyOf(inLane(catalogue, shown, implementation))) ?? null
  return run !== null && answers === 'hidden' ? discreet(run) : run
}
