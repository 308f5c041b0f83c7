/** Writes the trace: each event gets its place, time, and the context in which it happened. */
import { currentFrame, type Frame } from '#program/frame.ts'
import type { Scheduler } from './scheduler.ts'
import type { Actor, RowChange, SourceSite, TraceEvent, What } from './trace.ts'

/** What differs from the context's own. */
export interface Circumstances {
  readonly actor?: Actor
  readonly point?: string
  readonly subject?: string | null
  readonly cause?: number | null
  readonly changes?: readonly RowChange[]
}

export interface Recorder {
  readonly trace: readonly TraceEvent[]
  /** Returns the event's index. */
  record(what: What, circumstances?: Circumstances): number
}

/** Ties a frame of compiled source to its line and node. */
export type Locate = (frame: Frame) => SourceSite | null

export function createRecorder(scheduler: Scheduler, locate: Locate): Recorder {
  const trace: TraceEvent[] = []
  return {
    trace,
    record(what, { actor, point, subject, cause, changes = [] } = {}) {
      const context = scheduler.context()
      const frame = currentFrame()
      const index = trace.length + 1
      trace.push({
        index,
        atMs: scheduler.nowMs(),
        actor: actor ?? context.process.actor,
        cause: cause === undefined ? context.cause : cause,
        subject: subject === undefined ? context.subject : subject,
        request: context.request,
        point: point ?? null,
        site: frame === null ? null : locate(frame),
        changes,
        what,
      })
      return index
    },
  }
}
