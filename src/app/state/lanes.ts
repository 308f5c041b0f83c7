/** The implementations side by side, each with what is known of it in this experiment. */
import type { Run } from '#simulator'
import type { Implementation, Tone } from './catalogue.ts'
import { discreet } from './discreet.ts'
import { inLane, keyOf } from './experiment.ts'
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
  /** `idempotent steps off`, where the lane fails with a guard that its author left off. */
  readonly guardOff: string | null
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
  const lane = { implementation, run, failure, guardOff: null }
  if (answers === 'hidden') return { ...lane, tone: 'unknown', words: 'verdict hidden' }
  if (failure !== null) return { ...lane, tone: 'unknown', words: 'no run' }
  if (run === null) return { ...lane, tone: 'unknown', words: 'not tried yet' }
  const { tone } = catalogue.ask(run)
  const guards = guardsToShow(implementation, shown.guards, tone)
  const guardOff = tone === 'holds' ? null : guardOffWords(guards)
  return { ...lane, tone, words: laneWords(run, tone), guardOff }
}

function laneRunOf({ catalogue, shown, runs, answers }: LaneSource, implementation: string): Run | null {
  const run = runs.get(keyOf(inLane(catalogue, shown, implementation))) ?? null
  return run !== null && answers === 'hidden' ? discreet(run) : run
}
