/**
 * Why an event happened, as a path from the beginning of the run to it.
 *
 * The trace says most of it: program order within a process, send and receive, a fault and what it did. Where it says
 * nothing the rows do: whoever claims a workflow does so because its server died, or because somebody wrote its row;
 * whoever finds an order works on what was last written of it.
 */
import type { Run, TraceEvent } from '#simulator'
import { orderIds, ordersIn } from './deeds.ts'

/** The event that made this one happen; undefined for what begins by itself. */
function causeOf(run: Run, event: TraceEvent): TraceEvent | undefined {
  if (event.cause !== null) return run.trace[event.cause - 1]
  const earlier = run.trace.slice(0, event.index - 1)
  for (const { table, key, before, after } of event.changes) {
    const owner = before?.['executor']
    const died = earlier.findLast(
      ({ actor, what }) =>
        what.kind === 'process' && what.change === 'crashed' && 'name' in actor && actor.name === owner,
    )
    if (typeof owner === 'string' && owner !== after?.['executor'] && died !== undefined) return died
    const writer = earlier.findLast(({ changes }) =>
      changes.some((change) => change.table === table && change.key === key),
    )
    if (writer !== undefined) return writer
  }
  const ids = orderIds(run)
  const orders = event.what.kind === 'statement' ? ordersIn([event], ids) : []
  return earlier.findLast(
    (candidate) =>
      candidate.changes.length > 0 && ordersIn([candidate], ids).some((id) => orders.includes(id)),
  )
}

/** From what began it all to the event itself. */
export function pathTo(run: Run, event: TraceEvent): readonly TraceEvent[] {
  const path = [event]
  for (;;) {
    const first = path[0]
    const cause = first && causeOf(run, first)
    if (cause === undefined || cause.index >= (first?.index ?? 0)) return path
    path.unshift(cause)
  }
}

/** The faults that lie on a path, or struck one of its operations or messages. */
export function faultsOn(run: Run, path: readonly TraceEvent[]): readonly TraceEvent[] {
  const points = new Set(path.flatMap(({ point }) => point ?? []))
  const met = run.trace.filter(
    (event) =>
      event.what.kind === 'fault' &&
      (path.includes(event) || (event.point !== null && points.has(event.point))),
  )
  return firstOfEach(met)
}

/** Each fault of the plan once: one that befalls every try fires many times. */
export function firstOfEach(faults: readonly TraceEvent[]): readonly TraceEvent[] {
  const positions = faults.map(({ what }) => (what.kind === 'fault' ? what.fault : -1))
  return faults.filter((_, at) => positions.indexOf(positions[at] ?? -1) === at)
}

/** All faults that struck, each once. */
export function faultsIn(run: Run): readonly TraceEvent[] {
  return firstOfEach(run.trace.filter(({ what }) => what.kind === 'fault'))
}
