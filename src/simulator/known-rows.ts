/**
 * What a run knows of itself, as rows of schema `run`: read from the database that the run has left behind, and kept
 * beside the run. Its trace does not tell all of it: a statement that wrote what was there already changed no row.
 */
import type { Run } from './run.ts'
import type { JsonRow, Tables, TraceEvent } from './trace.ts'
import type { WireSession } from './wire.ts'

/** A run with what it knows of itself. */
export interface KnowingRun extends Run {
  readonly known: Tables
}

const readKnown = `
  select (select coalesce(json_agg(row_to_json(t) order by t.event), '[]') from run.effects t) as "run.effects",
    (select coalesce(json_agg(row_to_json(t) order by t.event), '[]') from run.unsigned_effects t) as "run.unsigned_effects",
    (select coalesce(json_agg(row_to_json(t) order by t.event), '[]') from run.turned_away t) as "run.turned_away",
    (select coalesce(json_agg(row_to_json(t) order by t.what), '[]') from run.unsettled t) as "run.unsettled"`

/** @param wire a session with the simulator's database, before its next run */
export function withKnownRows(wire: WireSession, run: Run): KnowingRun {
  return { ...run, known: wire.run([readKnown]).rows[0] as Tables }
}

/** What the run knew by then; no tables where nobody has kept it. `cursor` counts past events. */
export function knownAt(run: Run, cursor: number): Tables {
  if (!isKnowing(run)) return {}
  const isOver = run.trace.slice(cursor).every(isVerdict)
  const wasKnown = ({ event }: JsonRow) => (typeof event === 'number' ? event <= cursor : isOver)
  return Object.fromEntries(Object.entries(run.known).map(([table, rows]) => [table, rows.filter(wasKnown)]))
}

function isKnowing(run: Run): run is KnowingRun {
  return 'known' in run
}

/** What comes when nothing happens any more. */
function isVerdict({ what }: TraceEvent): boolean {
  return what.kind === 'violated' || what.kind === 'asked' || what.kind === 'ended'
}
