/** Makes the links of an explanation: a reason, where it is in the run, and its words. */
import type { Run } from '#simulator'
import type { Deed } from './deeds.ts'
import type { CitedRow, Link, LinkRole } from './links.ts'
import { reasonWords } from './reason-words.ts'
import type { Reason } from './reasons.ts'
import { rowsOf } from './words.ts'

/** @param event index of the event that it cites; null if it tells of something that never happened */
export function link(
  run: Run,
  role: LinkRole,
  event: number | null,
  reason: Reason,
  rows: readonly CitedRow[] = [],
): Link {
  return { event, role, reason, ...reasonWords(reason, run), rows }
}

/** What took effect, with its rows. */
export function effectLink(run: Run, role: 'did' | 'again' | 'left', deed: Deed, stresses = false): Link {
  return link(run, role, deed.event, { id: 'effect', event: deed.event, stresses }, rowsOf(deed))
}
