/** The beginning of a run: what may be shown while the rest is not known yet, or must not be given away. */
import { violationsIn, type Run } from '#simulator'

/** A run without anything that happens after its last event. */
export interface Beginning extends Run {
  readonly isBeginning: true
}

/** The same beginning is the same object, so that what is computed from it is computed once. */
const known = new WeakMap<Run, Map<number, Beginning>>()

/**
 * The first events of a run, and nothing that depends on a later one: no final rows, no hash, no verdict except the
 * violations found so far. Events keep their numbers, so that a cursor means the same in both.
 *
 * @param events how many; more than there are gives all of them, still without an end
 */
export function beginningOf(run: Run, events: number): Beginning {
  const ofRun = known.get(run) ?? new Map<number, Beginning>()
  known.set(run, ofRun)
  const length = Math.max(0, Math.min(run.trace.length, events))
  const beginning = ofRun.get(length) ?? cut(run, length)
  ofRun.set(length, beginning)
  return beginning
}

/** Whether there is more to a run than what is in it. */
export function isBeginning(run: Run): run is Beginning {
  return 'isBeginning' in run
}

/** Built field by field: a field that a run gains later does not get into it by itself. */
function cut(run: Run, length: number): Beginning {
  const trace = run.trace.slice(0, length)
  return {
    isBeginning: true,
    input: run.input,
    trace,
    points: trace.flatMap(({ point, what }) => (point === null || what.kind === 'fault' ? [] : [point])),
    faults: run.faults.map((outcome) =>
      outcome.fired && outcome.event <= length
        ? outcome
        : { fired: false, reason: 'The run has not reached this fault yet.' },
    ),
    verdicts: violationsIn(run).filter(({ event }) => event <= length),
    initialTables: run.initialTables,
    tables: run.initialTables,
    // Of its end nothing is known.
    end: { kind: 'settled' },
    traceHash: `beginning of ${length}`,
    programHash: run.programHash,
  }
}
