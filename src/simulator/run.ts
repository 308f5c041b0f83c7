/** A run: everything that one simulation gave. Plain data, the same byte for byte wherever it was simulated. */
import type { Input } from './input.ts'
import type { RunEnd } from './run-end.ts'
import type { Tables, TraceEvent } from './trace.ts'
import type { Verdict } from './verdict.ts'

export interface Run {
  readonly input: Input
  readonly trace: readonly TraceEvent[]
  /** Every operation's identity, in the order in which they were performed. */
  readonly points: readonly string[]
  /** What became of each fault of the plan, in its order. */
  readonly faults: readonly FaultOutcome[]
  /** One for each invariant of the scenario, in its order. */
  readonly verdicts: readonly Verdict[]
  /** All rows before the first event. */
  readonly initialTables: Tables
  /** All committed rows after the last event. */
  readonly tables: Tables
  readonly end: RunEnd
  /** Covers operations and what they did, not captured rows. */
  readonly traceHash: string
  /** Kept of runs that were simulated here. */
  readonly untold?: Untold
  /** Hash of the implementation's source text. */
  readonly programHash: string
}

export type FaultOutcome =
  /** `event` is the index of its `fault` event. */
  | { readonly fired: true; readonly event: number }
  /**
   * `reason`: one sentence, why this lane has no such moment. `impossible`: the moment came, and a fault of this kind
   * cannot be there.
   */
  | { readonly fired: false; readonly reason: string; readonly impossible?: true }

/** What a server's code got without an operation, so that no event tells of it. */
export interface Untold {
  /** For each id and each number that was drawn: how many operations had come to their turn by then. */
  readonly draws: readonly number[]
  /** By server, the same for the last time that its own clock was read. */
  readonly clockReads: { readonly [server: string]: number }
}
