/** What a screen reader hears: each event when stepping, only faults and verdicts while playing. */
import type { Run, TraceEvent } from '#simulator'
import { sentence } from '#simulator/sentence.ts'
import { isBeginning } from '../model/beginning.ts'

/** `Event 24 of 61: B writes checkpoint 2`. Empty before the first event. */
export function announcement(run: Run, cursor: number, playing: boolean): string {
  const event = playing ? run.trace.slice(0, cursor).findLast(isHeardWhilePlaying) : run.trace[cursor - 1]
  if (event === undefined) return playing ? '' : 'Before the first event'
  return `Event ${event.index}${isBeginning(run) ? '' : ` of ${run.trace.length}`}: ${sentence(event, run)}`
}

/** The sentence at the cursor, for the transport and the slider's value. */
export function sentenceAt(run: Run, cursor: number): string {
  const event = run.trace[cursor - 1]
  return event === undefined ? 'Nothing has happened yet' : sentence(event, run)
}

/** Whether it is said aloud even while events go by: faults, what dies of them, verdicts. */
export function isHeardWhilePlaying({ what }: TraceEvent): boolean {
  return what.kind === 'fault' || what.kind === 'violated' || what.kind === 'ended' || what.kind === 'process'
}
