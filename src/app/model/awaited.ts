/** What is known of a run that has been asked for and has not come: the events that it shares with the run before. */
import { formatFault, formatPoint, type Fault, type FaultOutcome, type Input, type Run } from '#simulator'
import { effectOf } from '#simulator/faults/registry.ts'
import { keyOf } from '../state/experiment.ts'
import { beginningOf, type Beginning } from './beginning.ts'

/**
 * A run is deterministic: with other faults it is the same, event for event, up to the first fault that only one of
 * the two plans has. With another world or other guards it may differ from its first event on.
 *
 * @param answered a whole run
 * @param wanted the input of the run that is awaited, in its own lane
 */
export function awaitedRun(answered: Run, wanted: Input): Beginning {
  const { input } = answered
  if (keyOf({ ...input, plan: [] }) !== keyOf({ ...wanted, plan: [] })) return unstarted(answered, wanted)
  const shared = beginningOf(answered, sharedEvents(answered, wanted.plan))
  return { ...shared, input: wanted, faults: outcomesIn(shared, wanted.plan) }
}

/** Faults of a plan that another plan does not have. */
export function addedFaults(before: readonly Fault[], after: readonly Fault[]): readonly Fault[] {
  const texts = new Set(before.map(formatFault))
  return after.filter((fault) => !texts.has(formatFault(fault)))
}

/**
 * The same input as if each of its faults had happened, for the question that the plan asks: who is at work at a
 * fault's operation is taken from the run before.
 */
export function asIfAllFired(answered: Run, wanted: Input): Run {
  return {
    ...answered,
    input: wanted,
    verdicts: [],
    faults: wanted.plan.map((fault) => {
      const event = eventOf(answered, fault)
      return event === null ? { fired: false, reason: '' } : { fired: true, event }
    }),
  }
}

/** How many events happen alike whichever of the two plans a run has. */
function sharedEvents(answered: Run, plan: readonly Fault[]): number {
  const added = addedFaults(answered.input.plan, plan).map((fault) => {
    const event = eventOf(answered, fault)
    if (event === null) return Number.POSITIVE_INFINITY
    // What happens to a process after an operation leaves the operation itself as it was.
    return effectOf(fault, 'after') === null ? event - 1 : event
  })
  const removed = addedFaults(plan, answered.input.plan).map((fault) => {
    const outcome = answered.faults[answered.input.plan.indexOf(fault)]
    return outcome?.fired === true ? outcome.event - 1 : Number.POSITIVE_INFINITY
  })
  return Math.min(eventsBeforeItsEnd(answered), ...added, ...removed)
}

/** How a run ends is its answer, whatever the new fault does to it. */
function eventsBeforeItsEnd({ trace }: Run): number {
  const end = trace.findIndex(({ what }) => what.kind === 'settling' || what.kind === 'ended')
  return end < 0 ? trace.length : end
}

/** The event of the operation at which a fault is placed. */
function eventOf(run: Run, { point }: Fault): number | null {
  const text = formatPoint(point)
  return run.trace.find((event) => event.point === text && event.what.kind !== 'fault')?.index ?? null
}

const notHere: FaultOutcome = { fired: false, reason: 'The run with this fault is still being computed.' }

/** Outcomes by the wanted plan's own positions. */
function outcomesIn(beginning: Beginning, plan: readonly Fault[]): Run['faults'] {
  const positions = new Map(
    beginning.input.plan.map((fault, position) => [formatFault(fault), position] as const),
  )
  return plan.map((fault) => {
    const position = positions.get(formatFault(fault))
    const outcome = position === undefined ? undefined : beginning.faults[position]
    return outcome ?? notHere
  })
}

/** Nothing of it is known; its tables are the same, their rows need not be. */
function unstarted(answered: Run, wanted: Input): Beginning {
  const empty = Object.fromEntries(Object.keys(answered.initialTables).map((table) => [table, []]))
  return {
    ...beginningOf(answered, 0),
    input: wanted,
    faults: wanted.plan.map(() => notHere),
    initialTables: empty,
    tables: empty,
    programHash: '',
  }
}
