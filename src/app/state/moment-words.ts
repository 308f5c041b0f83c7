/** A place in a run, or in several at once, in words. */
import type { Fault, Run } from '#simulator'
import { isBeginning } from '../model/beginning.ts'
import { isHeardWhilePlaying, sentenceAt } from './announcement.ts'
import { eventsAt, violationsAt, type Comparison } from './comparison.ts'
import type { Lane } from './lanes.ts'

export interface PlaceWords {
  /** `Event 8`, `+8`. */
  readonly event: string
  /** `of 45`, `after the crash`; empty where the number of events is not known. */
  readonly of: string
  /** What happens there. */
  readonly sentence: string
  /** Whether something is found violated there. */
  readonly isViolation: boolean
}

export function wordsAt(run: Run, cursor: number): PlaceWords {
  return {
    event: `Event ${cursor}`,
    of: isBeginning(run) ? '' : `of ${run.trace.length}`,
    sentence: sentenceAt(run, cursor),
    isViolation: false,
  }
}

/** @param looked Position of the lane that is looked at. */
export function wordsAtMoment(
  comparison: Comparison,
  lanes: readonly Lane[],
  moment: number,
  looked: number,
): PlaceWords {
  const violations = violationsAt(comparison, moment)
  return {
    ...countWords(comparison, plannedFault(comparison, lanes), moment),
    sentence:
      violations.length > 0
        ? violations.map(({ lane, invariants }) => violationWords(lanes[lane], invariants)).join(' ')
        : laneSentence(comparison, lanes, moment, looked),
    isViolation: violations.length > 0,
  }
}

/** What a screen reader hears of a comparison: each moment when stepping, only what matters while playing. */
export function announcementAt(
  comparison: Comparison,
  lanes: readonly Lane[],
  moment: number,
  looked: number,
  playing: boolean,
): string {
  const { event, of, sentence } = wordsAtMoment(comparison, lanes, moment, looked)
  if (!playing) return `${event} ${of}: ${sentence}`
  const heard = comparison.lanes.flatMap((lane, at) => {
    const events = lane.run?.trace.slice(0, eventsAt(lane, moment)) ?? []
    const last = events.findLast(isHeardWhilePlaying)
    if (lane.run === null || last === undefined) return []
    const title = lanes[at]?.implementation.title ?? ''
    return [{ moment: last.index - lane.anchor, words: `${title}: ${sentenceAt(lane.run, last.index)}` }]
  })
  const latest = Math.max(...heard.map((each) => each.moment))
  return heard
    .filter((each) => each.moment === latest)
    .map(({ words }) => words)
    .join('. ')
}

/** `+8`, `−10`; at the start there is nothing before. */
export function signed(moment: number, { fault }: Comparison): string {
  if (fault === null) return String(moment)
  return moment > 0 ? `+${moment}` : moment < 0 ? `−${-moment}` : '0'
}

/** `crash`, or what else it is that lanes are held against each other at. */
export function faultNoun(fault: Fault | undefined): string {
  return fault?.kind.startsWith('crash') === true ? 'crash' : 'fault'
}

export function plannedFault({ fault }: Comparison, lanes: readonly Lane[]): Fault | undefined {
  if (fault === null) return undefined
  return lanes.find(({ run }) => run !== null)?.run?.input.plan[fault]
}

function countWords(
  comparison: Comparison,
  fault: Fault | undefined,
  moment: number,
): Pick<PlaceWords, 'event' | 'of'> {
  const { last } = comparison
  if (moment === last && last > 0) return { event: 'The end', of: '' }
  if (comparison.fault === null) return { event: `Event ${moment}`, of: `of ${last}` }
  if (moment === 0) return { event: `At the ${faultNoun(fault)}`, of: '' }
  return {
    event: signed(moment, comparison),
    of: `${moment > 0 ? 'after' : 'before'} the ${faultNoun(fault)}`,
  }
}

function violationWords(lane: Lane | undefined, invariants: readonly string[]): string {
  const statements = invariants.map(
    (id) => `“${lane?.run?.verdicts.find((verdict) => verdict.id === id)?.statement ?? id}”`,
  )
  return `${lane?.implementation.title ?? ''} violates ${statements.join(' and ')}.`
}

/** Of the lane that is looked at, while it goes on; else of the first that does. */
function laneSentence(
  comparison: Comparison,
  lanes: readonly Lane[],
  moment: number,
  looked: number,
): string {
  const goesOn = (at: number) => {
    const lane = comparison.lanes[at]
    if (lane === undefined || lane.run === null) return false
    const position = lane.anchor + moment
    return position >= 1 && position <= lane.run.trace.length
  }
  const at = goesOn(looked) ? looked : lanes.findIndex((_, position) => goesOn(position))
  const run = comparison.lanes[at]?.run ?? null
  if (run === null) return 'Nothing has happened yet.'
  const lane = comparison.lanes[at]
  const cursor = lane === undefined ? 0 : eventsAt(lane, moment)
  return `${lanes[at]?.implementation.title ?? ''}: ${sentenceAt(run, cursor)}`
}
