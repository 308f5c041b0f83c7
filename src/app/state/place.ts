/**
 * Where the cursor stands in a run, and where the same place is in another run.
 *
 * A cursor is the number of events that have happened: 0 is before the first, `trace.length` after the last.
 */
import { formatPoint, parsePoint, violationsIn, type Cursor, type Link, type Run } from '#simulator'

/**
 * Chooses a cursor in a run that has just come. It may lie beyond the run, in a comparison with longer ones:
 * `Infinity` is the end of them all.
 */
export type Place = (run: Run) => number

export const atStart: Place = () => Number.NEGATIVE_INFINITY
export const atEnd: Place = () => Number.POSITIVE_INFINITY

/** At a fault of the plan, as it fires; at the end where it never does. */
export function atFault(index: number): Place {
  return (run) => {
    const outcome = run.faults[index]
    return outcome?.fired === true ? outcome.event : atEnd(run)
  }
}

/** Where the question begins: at the first fault that strikes, else at the start. */
export const atFirstFault: Place = (run) => {
  const events = run.faults.flatMap((outcome) => (outcome.fired ? [outcome.event] : []))
  return events.length === 0 ? 0 : Math.min(...events)
}

/** How much is played before a violation: enough to see what leads to it. */
const leadEvents = { least: 6, most: 16 }

/** A little before the first violation; at the last fault that strikes before it, where that is near. */
export const beforeViolation: Place = (run) => {
  const violated = violationsIn(run).map(({ event }) => event)
  if (violated.length === 0) return atFirstFault(run)
  const violation = Math.min(...violated)
  const strikes = run.faults.flatMap((outcome) => (outcome.fired ? [outcome.event - 1] : []))
  const near = strikes.filter((event) => event <= violation && event >= violation - leadEvents.most)
  return Math.max(0, Math.min(violation - leadEvents.least, ...near))
}

/** Where a link says; the end where it says nothing or names a point that this run does not reach. */
export function atLinked(cursor: Cursor | null): Place {
  return (run) => {
    if (cursor === null || cursor.at === 'end') return atEnd(run)
    if (cursor.at === 'start') return atStart(run)
    const event = eventAt(run, formatPoint(cursor.point))
    return event === undefined ? atEnd(run) : event.index + cursor.offset
  }
}

/**
 * Where a link begins. One that asks first begins at the end, where the answer can be read off the rows, only if it says
 * so: not because it names no cursor, or one that is not in the run.
 */
export function atLinkStart({ cursor, ask, view }: Pick<Link, 'cursor' | 'ask' | 'view'>): Place {
  const linked = atLinked(cursor)
  if (!ask || cursor?.at === 'end') return linked
  return (run) => {
    const place = linked(run)
    const isEnd = place === Number.POSITIVE_INFINITY || (view === 'focus' && place >= run.trace.length)
    return isEnd ? atFirstFault(run) : place
  }
}

/** What of a link's cursor is not in its run, in a sentence; null if it is there. */
export function cursorProblem(run: Run, { cursor, view }: Pick<Link, 'cursor' | 'view'>): string | null {
  if (cursor?.at !== 'point') return null
  const point = formatPoint(cursor.point)
  const event = eventAt(run, point)
  if (event === undefined)
    return `cursor “${point}” does not occur in this run. Copy the link again at the moment that you mean.`
  // A comparison may stand beyond one of its runs.
  const last = run.trace.length
  if (view !== 'focus' || event.index + cursor.offset <= last) return null
  return `cursor “${point}+${cursor.offset}” is after the end of this run, at event ${last}. Copy the link again at the moment that you mean.`
}

/** The cursor as a link carries it: the last operation at or before it, and how many events after that. */
export function linkedPlace(run: Run, cursor: number): Cursor {
  return cursor >= run.trace.length ? { at: 'end' } : linkedMoment(run, cursor)
}

/** The same where the run's own end is not the end of what is shown: other lanes go on beyond it. */
export function linkedMoment(run: Run, cursor: number): Cursor {
  for (let index = Math.min(cursor, run.trace.length); index > 0; index -= 1) {
    const point = run.trace[index - 1]?.point
    if (point != null && eventAt(run, point)?.index === index)
      return { at: 'point', point: parsePoint(point), offset: cursor - index }
  }
  return { at: 'start' }
}

/**
 * The same place in another run: its end for the end, else the same operation, else the same instant. What
 * comes before a fault is equal in both runs, so there the cursor does not move at all.
 */
export function samePlace(from: Run, cursor: number): Place {
  return (to) => {
    if (cursor >= from.trace.length) return atEnd(to)
    if (cursor <= 0) return atStart(to)
    const atMs = from.trace[cursor - 1]?.atMs ?? 0
    const linked = linkedPlace(from, cursor)
    if (linked.at === 'point' && eventAt(to, formatPoint(linked.point)) !== undefined) {
      const there = atLinked(linked)(to)
      // Some events after an operation, hours may have passed in one run and nothing in the other.
      if (linked.offset === 0 || to.trace[there - 1]?.atMs === atMs) return there
    }
    return to.trace.filter((event) => event.atMs <= atMs).length
  }
}

/** A cursor moved into a run's bounds. */
export function within(run: Run, cursor: number): number {
  return Math.max(0, Math.min(run.trace.length, Math.round(cursor)))
}

function eventAt(run: Run, point: string) {
  return run.trace.find((event) => event.point === point)
}
