/**
 * Shows that a run can never end: the same state comes back a third time, and nothing has come in between that could
 * lead out of it.
 *
 * A state is the operation that has just been performed, who performed it, and all rows, the engine's and Stripe's among
 * them, without what `left-out.ts` names; rows that are then alike count once. Memory of processes cannot be compared,
 * so only runs are looked at that are far longer than any that ends. Invariants:
 *
 * - **R1** Between the first and the third time no fault strikes and no message is sent that was not sent before.
 * - **R2** Nothing that was to come the first time is still to come: another request, a message under way or a session
 *   that will expire may yet end it. Timers do not count where the clock stands still for good: they never fire.
 * - **R3** Looking changes nothing: a run is the same with and without.
 */
import type { LeftOut } from './left-out.ts'
import { titleOf } from './process.ts'
import type { Scheduler } from './scheduler.ts'
import type { Tables, TraceEvent } from './trace.ts'

export interface Repetition {
  /**
   * To be asked before each turn, by its number.
   *
   * @returns one sentence: how it is shown that the run never ends; null as long as it is not
   */
  look(turn: number): string | null
}

export interface RepetitionParts {
  readonly scheduler: Pick<Scheduler, 'nowMs' | 'pending'>
  readonly trace: readonly TraceEvent[]
  readonly points: readonly string[]
  /** True while a transaction is open: its rows are no state yet. */
  isBusy(): boolean
  /** All committed rows. */
  tables(): Tables
  readonly leftOut: readonly LeftOut[]
  /** From this turn on it is looked at; earlier where the clock stands still. */
  readonly watchedFrom: number
}

/** A moment at which a state was there. */
interface Moment {
  readonly atMs: number
  /** The last number that anything pending had by then. */
  readonly latest: number
  readonly event: number
}

/** So many turns at one instant, and the clock is taken to stand still for good: runs that end have 60 events at most. */
const longestInstant = 1_000
/** How often a state has to be seen. */
const enough = 3
/**
 * Reading a state takes as long as several operations, and longer the more rows there are: the more often the operation
 * has come, the fewer of its times are looked at. Of 4,000 times 32 are.
 */
const growth = 1.25
/** States are compared at one operation, which is part of the circle: another is tried if it is not back after so many. */
const longestLap = 300

export function createRepetition(parts: RepetitionParts): Repetition {
  const { scheduler, trace, points, tables } = parts
  const leftOut = new Map<string, ReadonlySet<string>>()
  for (const { table, column } of parts.leftOut)
    leftOut.set(table, new Set([...(leftOut.get(table) ?? []), column]))
  const seen = new Map<string, Moment[]>()
  const messages = new Set<string>()
  let read = 0
  let faults = 0
  let performed = 0
  let anchor: string | null = null
  let anchoredAt = 0
  let looks = 0
  let skips = 0
  let instant = { atMs: 0, fromTurn: 0 }

  /** See `growth`. */
  function isSkipped(): boolean {
    if (skips > 0) {
      skips -= 1
      return true
    }
    skips = Math.floor(growth ** looks) - 1
    looks += 1
    return false
  }

  /** R1 */
  function readOn(): void {
    for (const { what, subject } of trace.slice(read)) {
      if (what.kind === 'fault') faults += 1
      if (what.kind === 'sent')
        messages.add([what.label, subject, what.fate, withoutIds(what.summary)].join(' '))
    }
    read = trace.length
  }

  function isAtAnchor(operation: string): boolean {
    if (operation !== anchor && anchor !== null && points.length - anchoredAt <= longestLap) return false
    anchor = operation
    anchoredAt = points.length
    return true
  }

  function rows(): string {
    return Object.entries(tables())
      .map(([table, all]) => {
        const omitted = leftOut.get(table)
        const kept = all.map((row) =>
          JSON.stringify(Object.entries(row).filter(([column]) => omitted?.has(column) !== true)),
        )
        return `${table} ${[...new Set(kept)].sort().join()}`
      })
      .join('\n')
  }

  /** R2 */
  function isClosedSince({ atMs, latest }: Moment, isStanding: boolean): boolean {
    const { oldestParked, oldestTimer } = scheduler.pending()
    return oldestParked > latest && (oldestTimer > latest || (isStanding && atMs === instant.atMs))
  }

  return {
    look(turn) {
      const nowMs = scheduler.nowMs()
      if (nowMs !== instant.atMs) instant = { atMs: nowMs, fromTurn: turn }
      const isStanding = turn - instant.fromTurn >= longestInstant
      if (turn < parts.watchedFrom && !isStanding) return null
      if (points.length === performed || parts.isBusy()) return null
      performed = points.length
      const last = trace.at(-1)
      const operation = `${last ? titleOf(last.actor) : ''} ${withoutNumber(points.at(-1) ?? '')}`
      if (!isAtAnchor(operation) || isSkipped()) return null
      readOn()
      const state = [operation, faults, messages.size, rows()].join('\n')
      const moments = seen.get(state) ?? []
      seen.set(state, moments)
      moments.push({ atMs: nowMs, latest: scheduler.pending().latest, event: trace.length })
      const first = moments.slice(0, 1 - enough).find((moment) => isClosedSince(moment, isStanding))
      if (first === undefined) return null
      return (
        `The same state came back ${enough} times, at ${eventsOf([first, ...moments.slice(1 - enough)])}, ` +
        'with no new row, message or Stripe object in between.'
      )
    },
  }
}

function eventsOf(moments: readonly Moment[]): string {
  const events = moments.map(({ event }) => String(event))
  return `events ${events.slice(0, -1).join(', ')} and ${events.at(-1)}`
}

/** An operation of the same name, whichever time it is. */
function withoutNumber(point: string): string {
  return point.replace(/#\d+$/, '')
}

/** `evt_12`, `cs_3`: the same words about another object are no new message. */
function withoutIds(summary: string): string {
  return summary.replace(/_\d+\b/g, '_')
}
