/**
 * The order in which the outcomes of calls reach a workflow's function, the same on each replay (E2).
 *
 * O1  Outcomes reach the function one at a time: the next one when the function has got on from the one before.
 * O2  From the first time that two calls are in flight, an outcome takes its place before it is written, its row says
 *     which, and it reaches the function when all earlier places have. While calls come one after the other, nothing
 *     is written and nothing waits.
 * O3  A replay gives recorded outcomes in the order of their places, under an older epoch first; those without a place
 *     came before. An outcome of its own comes when no recorded one is left to be given.
 *
 * Recorded history as the order of delivery is Temporal's idea: https://docs.temporal.io/encyclopedia/event-history
 */
import type { Row } from './environment.ts'
import type { Call } from './execution.ts'
import { letItGetOn } from './microtasks.ts'

export interface OutcomeOrder {
  /** The function begins, or gets on from something that is no outcome of a call. */
  begin(): void
  /** A call is in flight, besides those that were. */
  began(): void
  /** Two calls were in flight at one time before this run. */
  hadOverlap(): void
  /** Whether two calls have ever been in flight at one time. */
  hasOverlap(): boolean
  /** The place of the call's outcome, the same on each try to write it; null: it needs none (O2). */
  takePlace(call: Call): number | null
  /** The call has no outcome yet. */
  giveUpPlace(call: Call): void
  /** Whether the outcome, which has just been recorded, must wait for its turn. */
  mustWait(call: Call): boolean
  turn(call: Call): Promise<void>
  /** The outcome goes to the function at once. */
  pass(call: Call): void
  /** Waits for the turn of an outcome that was recorded before this run. */
  turnInReplay(call: Call): Promise<void>
  /** How many times the function has been given something, and whether it is still getting on from it. */
  progress(): { readonly turns: number; readonly isOpen: boolean }
  /** Resolves when the function has got on from what it was given. */
  quiet(): Promise<void>
}

/** Of an outcome that was written when no other call was in flight. */
const noPlace = -1

export interface OutcomeOrderParts {
  /** Calls in flight. */
  readonly calls: ReadonlySet<Call>
  /** The steps that have a place, in the order of their places: rows with `step`. */
  loadPlaces(): Promise<readonly Row[]>
  /** The database refuses that for good. */
  fail(error: unknown): void
}

export function createOutcomeOrder({ calls, loadPlaces, fail }: OutcomeOrderParts): OutcomeOrder {
  /** Of outcomes that are being written, or wait to be given. */
  const places = new Map<Call, number>()
  const ready = new Map<Call, () => void>()
  const recorded = new Map<Call, () => void>()
  /** As loaded: the outcome's rank among all that have a place. */
  let ranks: ReadonlyMap<string, number> | null = null
  let hasOverlap = false
  let nextPlace = 0
  let turns = 0
  let isOpen = false
  let quiet: Promise<void> = Promise.resolve()
  let isGiving = false

  function open(): void {
    turns += 1
    const turn = turns
    isOpen = true
    quiet = letItGetOn().then(() => {
      if (turn === turns) isOpen = false
    })
  }

  /** O1: gives what may be given, one after the other. */
  async function give(): Promise<void> {
    if (isGiving) return
    isGiving = true
    for (;;) {
      await quiet
      if (recorded.size > 1) ranks ??= await loadRanks()
      const resolve = takeRecorded() ?? takeReady()
      if (!resolve) break
      resolve()
      open()
    }
    isGiving = false
  }

  /** O3. */
  function takeRecorded(): (() => void) | null {
    const first = leastOf(recorded.keys(), ({ step }) => ranks?.get(step) ?? noPlace)
    const resolve = first && recorded.get(first)
    if (!resolve) return null
    recorded.delete(first)
    return resolve
  }

  /** O2: the first place, if its outcome has been written. */
  function takeReady(): (() => void) | null {
    const first = leastOf(places.keys(), (call) => places.get(call) ?? noPlace)
    const resolve = first && ready.get(first)
    if (!resolve) return null
    ready.delete(first)
    places.delete(first)
    return resolve
  }

  async function loadRanks(): Promise<ReadonlyMap<string, number>> {
    const rows = await loadPlaces()
    return new Map(rows.map((row, rank) => [String(row['step']), rank]))
  }

  return {
    begin: open,
    began() {
      hasOverlap ||= calls.size > 1
    },
    hadOverlap() {
      hasOverlap = true
    },
    hasOverlap: () => hasOverlap,
    takePlace(call) {
      const place = places.get(call) ?? (hasOverlap ? nextPlace++ : noPlace)
      places.set(call, place)
      return place === noPlace ? null : place
    },
    giveUpPlace(call) {
      if (places.delete(call)) give().catch(fail)
    },
    mustWait: (call) => hasOverlap && places.has(call),
    turn: (call) =>
      new Promise<void>((resolve) => {
        ready.set(call, resolve)
        give().catch(fail)
      }),
    pass(call) {
      places.delete(call)
      open()
    },
    turnInReplay: (call) =>
      new Promise<void>((resolve) => {
        recorded.set(call, resolve)
        give().catch(fail)
      }),
    progress: () => ({ turns, isOpen }),
    quiet: () => quiet,
  }
}

/** The one of the least rank; of several, the one that comes first. */
function leastOf(calls: Iterable<Call>, rank: (call: Call) => number): Call | null {
  let least: Call | null = null
  for (const call of calls) if (least === null || rank(call) < rank(least)) least = call
  return least
}
