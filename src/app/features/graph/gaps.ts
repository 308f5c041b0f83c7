/** Gaps between two operations: where a click crashes the server, what a menu offers there, what it is called. */
import { parsePoint, type Fault, type Run, type TraceEvent } from '#simulator'
import { operationWords } from '#simulator/sentence.ts'
import { lowerFirst } from '../../model/letter-case.ts'
import { gapOffers, type FaultOffer } from '../../parts/fault-offers.ts'
import { isServerOperation } from './executions.ts'

export interface Gap {
  /** Unique within a graph: the node and the operation to the left. */
  readonly id: string
  /** `Crash here, after the commit of reserveInventory, event 15`. */
  readonly name: string
  /** `after event 15`; what the tooltip says. */
  readonly hint: string
  /** What a click does; null where this run does not come here. */
  readonly fault: Fault | null
  /** All that is allowed here, the usual first; made when it is asked for, since a graph has hundreds of gaps. */
  readonly offers: () => readonly FaultOffer[]
}

const restartMs = 30_000

/** The gap after an operation, of which `occurrences` are the times that it was performed, in order. */
export function gapAfter(
  id: string,
  label: string,
  occurrences: readonly TraceEvent[],
  run: Run,
  cursor: number,
): Gap {
  const event = latestOrNext(occurrences, cursor)
  if (event?.point == null) return closedGap(id, `This run does not reach ${operationWords(label)}`)
  const words = operationWords(label)
  const point = parsePoint(event.point)
  return {
    id,
    name: `Crash here, after ${words}, event ${event.index}`,
    hint: `Crash here, after event ${event.index}`,
    fault: { point, kind: 'crash-after', restartMs },
    offers: () => gapOffers(event, nextOperation(run, event) ?? null),
  }
}

/** A gap that this run does not come to, and why. */
export function closedGap(id: string, reason: string): Gap {
  return { id, name: `No crash here: ${lowerFirst(reason)}`, hint: reason, fault: null, offers: () => [] }
}

/** The latest occurrence up to the cursor, else the first after it. */
export function latestOrNext<T extends { readonly index: number }>(
  occurrences: readonly T[],
  cursor: number,
): T | undefined {
  return occurrences.findLast((event) => event.index <= cursor) ?? occurrences[0]
}

/** The operation that the same server performs next for the same request or workflow. */
function nextOperation(run: Run, event: TraceEvent): TraceEvent | undefined {
  return run.trace.find(
    (other) => other.index > event.index && isServerOperation(other) && other.request === event.request,
  )
}
