/** What lasts: work, downtime, freezes, waits. */
import type { Actor, Run, TraceEvent } from '#simulator'
import { keyOf, type RowOf } from './actor-rows.ts'
import type { StripMark } from './strip-mark.ts'

/** From a freeze to what ends it. */
export interface Freeze {
  readonly actor: Actor
  readonly from: number
  readonly to: number
}

/** When a server stood still, and knows nothing of it. */
export function freezesOf(run: Run): readonly Freeze[] {
  return run.trace.flatMap(({ what, actor, index }): readonly Freeze[] =>
    what.kind === 'process' && what.change === 'frozen'
      ? [{ actor, from: index, to: nextOf(run, actor, index) ?? run.trace.length }]
      : [],
  )
}

/** Whether an event fell into a time in which somebody was frozen. */
export function isWithin(freezes: readonly Freeze[], actor: Actor, index: number): boolean {
  return freezes.some(
    (freeze) => keyOf(freeze.actor) === keyOf(actor) && freeze.from <= index && index <= freeze.to,
  )
}

export function freezes(run: Run, rowOf: RowOf): readonly StripMark[] {
  return freezesOf(run).map(({ actor, from, to }) => ({ kind: 'frozen', from, to, row: rowOf(actor) }))
}

/** A process is down from its crash until it is back. */
export function downs(run: Run, rowOf: RowOf): readonly StripMark[] {
  return run.trace.flatMap((event): readonly StripMark[] => {
    const { what, actor, index, atMs } = event
    if (what.kind !== 'process') return []
    const row = rowOf(actor)
    if (what.change === 'crashed')
      return [
        { kind: 'down', from: index, to: nextOf(run, actor, index) ?? run.trace.length, row, quiet: false },
      ]
    // Postgres dies and comes back in one event, and answers again some time later.
    if (what.change !== 'restarted' || what.restartAtMs === null || what.restartAtMs <= atMs) return []
    const backAtMs = what.restartAtMs
    const last = run.trace.findLast((later) => later.index >= index && later.atMs < backAtMs)
    return [{ kind: 'down', from: index, to: last?.index ?? index, row, quiet: true }]
  })
}

/** Index of the next thing that befalls a process. */
function nextOf(run: Run, actor: Actor, index: number): number | undefined {
  return run.trace.find(
    (later) =>
      later.index > index &&
      later.what.kind === 'process' &&
      later.what.change !== 'clock-jumped' &&
      keyOf(later.actor) === keyOf(actor),
  )?.index
}

/** A server is busy from the first to the last event of a request, and of a workflow between claim and sleep. */
export function busies(run: Run, rowOf: RowOf): readonly StripMark[] {
  const frozen = freezesOf(run)
  const spans: { kind: 'busy'; from: number; to: number; row: number }[] = []
  for (const event of run.trace) {
    if (event.actor.role !== 'server' || !isWork(event)) continue
    const row = rowOf(event.actor)
    const open = spans.findLast((span) => span.row === row)
    const isNear =
      open !== undefined &&
      !run.trace
        .slice(open.to, event.index - 1)
        .some((between) => rests(between, event) && !isWithin(frozen, event.actor, between.index))
    if (isNear) open.to = event.index
    else spans.push({ kind: 'busy', from: event.index, to: event.index, row })
  }
  return spans.filter(({ from, to }) => to > from)
}

function isWork({ what }: TraceEvent): boolean {
  return what.kind !== 'process' && what.kind !== 'fault'
}

/** Whether it died between two events of a server, or the world outside went on. What stands still goes on with it. */
function rests({ what, actor }: TraceEvent, event: TraceEvent): boolean {
  if (keyOf(actor) === keyOf(event.actor)) return what.kind === 'process' && what.change === 'crashed'
  return what.kind === 'customer' || what.kind === 'stripe' || what.kind === 'settling'
}

/** A workflow sleeps until somebody takes it up again. */
export function waits(run: Run, rowOf: RowOf): readonly StripMark[] {
  return run.trace.flatMap((event): readonly StripMark[] => {
    const { what } = event
    if (what.kind !== 'workflow' || what.progress !== 'sleeping') return []
    const woken = run.trace.find(
      (later) =>
        later.index > event.index &&
        later.what.kind === 'workflow' &&
        later.what.workflowId === what.workflowId,
    )
    return [
      { kind: 'wait', from: event.index, to: woken?.index ?? run.trace.length, row: rowOf(event.actor) },
    ]
  })
}
