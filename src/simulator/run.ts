/** A run: everything that one simulation gave. Plain data, the same byte for byte wherever it was simulated. */
import type { Input } from './input.ts'
import type { JsonRow, Tables, TraceEvent } from './trace.ts'

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
  /** Why the run could not go on; null where it settled. A cycle of waiting, a workflow that never ends. */
  readonly failure: string | null
  /** Covers operations and what they did, not captured rows. */
  readonly traceHash: string
  /** Hash of the implementation's source text. */
  readonly programHash: string
}

export type FaultOutcome =
  /** `event` is the index of its `fault` event. */
  | { readonly fired: true; readonly event: number }
  /** One sentence: why this lane has no such moment. */
  | { readonly fired: false; readonly reason: string }

export interface Verdict {
  /** `S3`. */
  readonly id: string
  /** One sentence that is true of a good run. */
  readonly statement: string
  /** `safety` is checked after every commit that touches its tables, `end` when all has settled. */
  readonly when: 'safety' | 'end'
  readonly holds: boolean
  /** The rows that violate it. */
  readonly rows: readonly JsonRow[]
  /** Index of its first `violated` event; null where it holds. */
  readonly event: number | null
}
