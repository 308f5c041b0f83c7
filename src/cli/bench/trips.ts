/** What a run sends to its database, so that it can be sent again without the run. */
import type { WireSession, WireStatement } from '#simulator/wire.ts'

/** Statements that were sent together. */
export type Trip = readonly WireStatement[]

/** The same session, with all that is sent written down. */
export function recordTrips(session: WireSession): { readonly wire: WireSession; readonly trips: Trip[] } {
  const trips: Trip[] = []
  const wire: WireSession = {
    ...session,
    run(...statements) {
      trips.push(statements)
      return session.run(...statements)
    },
  }
  return { wire, trips }
}

/** Takes apart what one run without invariants sent. */
export function sortTrips(trips: readonly Trip[]): Record<'reset' | 'statements' | 'clock', readonly Trip[]> {
  const isReset = ([first]: Trip): boolean => first?.[0].startsWith('with emptied_0') === true
  const isClock = ([text]: WireStatement): boolean => text.includes(`setval('engine.clock'`)
  // What the simulator notes for its invariants is neither application's nor engine's.
  const isNote = ([first]: Trip): boolean => first?.[0].startsWith('insert into run.') === true
  const begins = trips.findIndex(isReset) + 1
  // A last rollback, in case somebody's transaction is open, and the reading of the tables.
  const ends = trips.findLastIndex(([first]) => first?.[0] === 'rollback')
  const statements = trips.slice(begins, ends).filter((trip) => !isNote(trip))
  const clock = statements.map((trip) => trip.filter(isClock)).filter((trip) => trip.length > 0)
  return { reset: trips.slice(0, begins), statements, clock }
}
