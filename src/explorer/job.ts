/** What an exploration hands to whoever runs it, and what it gets back. Plain JSON, so that it can be posted. */
import type { Input } from '#simulator'
import type { Foresight } from './foreseen.ts'

export interface Job {
  /** Unique within an exploration and whatever it was resumed from. */
  readonly id: number
  /** To be simulated with capture off. */
  readonly input: Input
  /**
   * `verdicts`: what it violates. `points`: its operations, since faults are to be added to it; its verdicts are known.
   */
  readonly wants: 'verdicts' | 'points'
  /** What can be known of it with one fault more is wanted too. */
  readonly foresees?: true
  /** It is known to violate nothing without the last fault of its plan. */
  readonly isCleanBefore?: true
  /** How many faults and preemptions may still be added to it: with none left nobody asks how it behaved. */
  readonly faultsLeft: number
  /** Whether the points before which others may go first are wanted too: all of them, or those where it may matter. */
  readonly preemptions?: 'all' | 'reduced'
}

export type Outcome =
  | {
      readonly kind: 'verdicts'
      /** Ids of the invariants that it violates. */
      readonly violated: readonly string[]
      /** Why others could not be judged; null where all were. */
      readonly notJudged: string | null
      /** False where a fault of its plan met no operation. */
      readonly fired: boolean
      /** Ids of the “sometimes” statements that came true. */
      readonly reached: readonly string[]
      /** How it behaved; null where no fault may be added. */
      readonly behaviour: Behaviour | null
    }
  | {
      readonly kind: 'points'
      /** All operations of the run, in their order. */
      readonly points: readonly string[]
      /** Those before which others may go first, if that was asked for. */
      readonly preemptible?: readonly string[]
      /** If that was asked for. */
      readonly foresight?: Foresight
    }
  /** The simulator itself failed: a fault of ours. */
  | { readonly kind: 'failed'; readonly reason: string }

/** Enough to tell whether another run went on in the same way. */
export interface Behaviour {
  /** Alike for runs that did the same, whatever fault made them do it. */
  readonly hash: string
  /** How many operations came after that of the last fault. */
  readonly pointsLeft: number
}

/** Whoever runs jobs: a simulator in this thread, or a worker with one. Outcomes in the order of the jobs. */
export type Runner = (jobs: readonly Job[]) => Promise<readonly Outcome[]>
