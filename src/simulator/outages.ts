/**
 * Outages: what cannot be reached, and until when. An outage begins at an operation of the plan, and ends by itself, or
 * when settling begins.
 *
 * Who asks is told which event began the outage: what fails because of it has that event as its cause.
 */
import type { OutageEffect, Unreachable } from './faults/effects.ts'
import type { Process } from './process.ts'
import type { Recorder } from './recorder.ts'
import type { Scheduler } from './scheduler.ts'
import { endMs } from './settling.ts'
import type { Actor, Restored } from './trace.ts'

export interface Outage {
  readonly of: Restored
  /** Virtual milliseconds. */
  readonly untilMs: number
  /** Index of the event in which it began. */
  readonly event: number
}

export interface Outages {
  /** The last event of the trace is the fault; `process` is whose operation it is at. */
  begin(effect: OutageEffect, process: Process): void
  /** Why a server cannot reach something now; null if it can. The one that lasts longest. */
  between(process: Process, other: 'stripe' | 'postgres'): Outage | null
  /** Why no webhook arrives now; null if they do. */
  ofWebhooks(): Outage | null
  /** Why a server cannot be reached now; null if it can. */
  ofServer(name: string): Outage | null
  ofAnyServer(): Outage | null
}

/** @param cutOff ends the connections to Postgres of a server that is cut off, and all of them if it is Postgres itself */
export function createOutages(
  scheduler: Scheduler,
  recorder: Recorder,
  settleMs: number,
  cutOff: (what: Restored) => void,
): Outages {
  const begun: Outage[] = []

  function longest(isOne: (outage: Outage) => boolean): Outage | null {
    const inForce = begun.filter((outage) => outage.untilMs > scheduler.nowMs() && isOne(outage))
    return inForce.toSorted((one, other) => other.untilMs - one.untilMs)[0] ?? null
  }

  return {
    begin({ of: what, forMs }, process) {
      const of = nameOf(what, process)
      if (of === null) return
      const event = recorder.trace.length
      const untilMs = endMs(scheduler.nowMs(), forMs, settleMs)
      begun.push({ of, untilMs, event })
      cutOff(of)
      scheduler.at(untilMs, null, () =>
        recorder.record({ kind: 'restored', of }, { actor: actorOf(of), cause: event, subject: null }),
      )
    },
    between: ({ actor }, other) =>
      longest(({ of }) => of === other || (actor.role === 'server' && of === actor.name)),
    ofWebhooks: () => longest(({ of }) => of === 'webhooks'),
    ofServer: (name) => longest(({ of }) => of === name),
    ofAnyServer: () => longest(({ of }) => of === 'A' || of === 'B'),
  }
}

/** The cause of an event that is as it is because of an outage; without one, its usual cause. */
export function causedBy(outage: Outage | null): { readonly cause?: number } {
  return outage === null ? {} : { cause: outage.event }
}

/** Null where the operation is no server's. */
function nameOf(what: Unreachable, { actor }: Process): Restored | null {
  if (what !== 'its-server') return what
  return actor.role === 'server' && (actor.name === 'A' || actor.name === 'B') ? actor.name : null
}

function actorOf(of: Restored): Actor {
  if (of === 'postgres') return { role: 'postgres' }
  return of === 'A' || of === 'B' ? { role: 'server', name: of } : { role: 'stripe' }
}
