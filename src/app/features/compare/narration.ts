/** What is said below the lanes: the event of a lane that goes wrong, and what a lane that holds does meanwhile. */
import { sentenceAt } from '../../state/announcement.ts'
import { eventsAt, violationsAt, type Comparison } from '../../state/comparison.ts'
import type { Lane } from '../../state/lanes.ts'
import { withFullStop } from '../../model/full-stop.ts'
import { glossary, termsOf } from '../../model/glossary.ts'

export interface Narration {
  /** Position of the lane that is told. */
  readonly lane: number
  /** `At least once: B runs step 1, reserveInventory.` */
  readonly told: string
  /** `Durable, at the same moment: B finds checkpoint 1 and does not run reserveInventory again.` */
  readonly meanwhile: string | null
  /** The sentence of a term that one of the two events shows. */
  readonly term: string | null
}

/** @param looked position of the lane that the reader looks at, which is told if it is one of those that fail */
export function narrationAt(
  comparison: Comparison,
  lanes: readonly Lane[],
  moment: number,
  looked: number,
): Narration | null {
  const lane = toldLane(comparison, lanes, moment, looked)
  if (lane === null) return null
  const other = holdingLane(comparison, lanes, lane)
  const own = sentenceOf(comparison, lane, moment)
  const theirs = other === null ? null : sentenceOf(comparison, other, moment)
  return {
    lane,
    told: `${titleOf(lanes, lane)}: ${withFullStop(own)}`,
    meanwhile:
      theirs === null || other === null
        ? null
        : theirs === own
          ? `${titleOf(lanes, other)}: the same.`
          : `${titleOf(lanes, other)}, at the same moment: ${withFullStop(theirs)}`,
    term: termOf(comparison, [lane, ...(other === null ? [] : [other])], moment),
  }
}

/** One in which a rule is found broken right now; else the one looked at if it fails; else any that does; else any. */
function toldLane(
  comparison: Comparison,
  lanes: readonly Lane[],
  moment: number,
  looked: number,
): number | null {
  const hasRun = (at: number) => comparison.lanes[at]?.run != null
  const fails = (at: number) => lanes[at]?.tone === 'violated' || lanes[at]?.tone === 'stuck'
  const goesOn = (at: number) => {
    const lane = comparison.lanes[at]
    return lane?.run != null && lane.anchor + moment <= lane.run.trace.length
  }
  const order = [looked, ...lanes.keys()].filter((at) => at >= 0 && hasRun(at))
  const broken = violationsAt(comparison, moment)[0]?.lane
  return (
    broken ??
    order.find((at) => fails(at) && goesOn(at)) ??
    order.find((at) => fails(at)) ??
    order.find(goesOn) ??
    order[0] ??
    null
  )
}

/** The last lane that holds: beside a lane that fails it shows what would have been right. */
function holdingLane({ lanes: compared }: Comparison, lanes: readonly Lane[], told: number): number | null {
  const at = lanes.findLastIndex(
    ({ tone }, position) => position !== told && tone === 'holds' && compared[position]?.run != null,
  )
  return at < 0 ? null : at
}

function sentenceOf({ lanes }: Comparison, at: number, moment: number): string {
  const lane = lanes[at]
  if (lane === undefined || lane.run === null) return ''
  return sentenceAt(lane.run, eventsAt(lane, moment))
}

function termOf({ lanes }: Comparison, positions: readonly number[], moment: number): string | null {
  for (const at of positions) {
    const lane = lanes[at]
    const event = lane?.run?.trace[eventsAt(lane, moment) - 1]
    const [term] = event === undefined ? [] : termsOf(event)
    if (term !== undefined) return glossary[term].sentence
  }
  return null
}

function titleOf(lanes: readonly Lane[], at: number): string {
  return lanes[at]?.implementation.title ?? ''
}
