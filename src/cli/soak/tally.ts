/** The soak's bookkeeping: how often each test ran, and in which rounds it failed. */
import { titleOf } from '../stages/summary.mjs'
import type { Outcome } from '../suites/outcome.mjs'
import type { Round } from './rounds.ts'

export interface Failure {
  readonly round: Round
  readonly error: string
}

export interface FlakyTest {
  /** The file, the project and the name. */
  readonly title: string
  /** As it was last seen. */
  readonly outcome: Outcome
  /** In how many rounds it came to an end, passed or failed. */
  readonly ran: number
  /** One for each round in which it failed. */
  readonly failures: readonly Failure[]
}

export interface Tally {
  add(round: Round, outcomes: readonly Outcome[]): void
  /** The tests that ever failed, those that failed most often first. */
  failed(): readonly FlakyTest[]
}

export function createTally(): Tally {
  const rounds = new Map<string, Set<number>>()
  const failures = new Map<string, { readonly outcome: Outcome; readonly failures: Failure[] }>()

  function add(round: Round, outcome: Outcome): void {
    const title = `${outcome.suite} ${titleOf(outcome)}`
    if (outcome.status === 'skipped') return
    // Cases of one table may have one name; of these a round counts once.
    const ran = rounds.get(title) ?? new Set()
    rounds.set(title, ran.add(round.number))
    if (outcome.status !== 'failed') return
    const known = failures.get(title)?.failures ?? []
    const isNew = known.at(-1)?.round !== round
    failures.set(title, {
      outcome,
      failures: isNew ? [...known, { round, error: outcome.error }] : known,
    })
  }

  return {
    add: (round, outcomes) => outcomes.forEach((outcome) => add(round, outcome)),
    failed: () =>
      [...failures]
        .map(([title, { outcome, failures: failed }]) => ({
          title: titleOf(outcome),
          outcome,
          ran: rounds.get(title)?.size ?? 0,
          failures: failed,
        }))
        .toSorted((a, b) => b.failures.length / b.ran - a.failures.length / a.ran),
  }
}
