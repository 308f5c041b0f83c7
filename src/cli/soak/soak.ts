import type { Outcome } from '../suites/outcome.mjs'
import type { Request, Suite } from './request.ts'
import { roundsOf, type Round } from './rounds.ts'
import { createTally, type Tally } from './tally.ts'

/** What a soak does in the world; a test plants its own. */
export interface SoakDoing {
  /** Runs one suite once. @returns what became of its tests; after an abort, of those that ended */
  readonly runSuite: (suite: Suite, round: Round) => Promise<readonly Outcome[]>
  /** Starts the busy loops. @returns what stops them */
  readonly startLoad: () => () => Promise<void>
  readonly onRound: (round: Round, ran: RoundRun) => void
}

export interface RoundRun {
  readonly outcomes: readonly Outcome[]
  readonly seconds: number
  readonly interrupted: boolean
}

export interface Soaked {
  readonly tally: Tally
  /** The rounds that were not interrupted. */
  readonly finished: readonly Round[]
}

/** Runs all rounds, and keeps the books; what an interrupted round has found counts too. */
export async function soak(request: Request, doing: SoakDoing, signal: AbortSignal): Promise<Soaked> {
  const tally = createTally()
  const finished: Round[] = []
  for (const round of roundsOf(request)) {
    if (signal.aborted) break
    const startMs = performance.now()
    const outcomes = await runRound(round, request, doing, signal)
    tally.add(round, outcomes)
    if (!signal.aborted) finished.push(round)
    const seconds = (performance.now() - startMs) / 1000
    doing.onRound(round, { outcomes, seconds, interrupted: signal.aborted })
  }
  return { tally, finished }
}

async function runRound(
  round: Round,
  { files }: Request,
  { runSuite, startLoad }: SoakDoing,
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const stopLoad = round.loaded ? startLoad() : null
  const outcomes: Outcome[] = []
  try {
    for (const suite of files.keys()) if (!signal.aborted) outcomes.push(...(await runSuite(suite, round)))
  } finally {
    await stopLoad?.()
  }
  return outcomes
}
