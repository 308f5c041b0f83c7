/** An explanation: a short chain of what happened, each link tied to the event and the rows that show it. */

import type { Reason } from './reasons.ts'

/** What a link is for in the argument. */
export type LinkRole =
  /** What had been done. */
  | 'did'
  /** What went wrong. */
  | 'fault'
  /** What came of it, and why nothing stopped it or what did. */
  | 'because'
  /** What was done again, or went on. */
  | 'again'
  /** What is left in the end. */
  | 'left'

export interface Link {
  /** Index of the event that it cites; null where it tells of something that never happened. */
  readonly event: number | null
  readonly role: LinkRole
  readonly reason: Reason
  /** The reason in one sentence, with its full stop. */
  readonly words: string
  /** The clause of it that matters most, as it stands in `words`. */
  readonly strong: string | null
  readonly rows: readonly CitedRow[]
}

/** A row by its primary key, as the trace has it. */
export interface CitedRow {
  readonly table: string
  readonly key: string
}

export interface Explanation {
  /** The violated invariant that it explains; null where all hold and it tells why. */
  readonly invariant: string | null
  readonly links: readonly Link[]
  /** Index of the first event that differs from the run without the faults; null where none does or none was given. */
  readonly parting: number | null
}

/** More than this nobody reads. */
export const mostLinks = 8
