/** How often the servers of a run asked something of the outside. */
import type { Run } from '#simulator'

export interface Trips {
  /** Round trips to Postgres: statements, begins and commits. */
  readonly postgres: number
  readonly stripe: number
}

/** Counts what the run's servers did; looking for work, which finds nothing, is left out. */
export function countTrips({ trace }: Pick<Run, 'trace'>): Trips {
  const kinds = trace.filter(({ actor }) => actor.role === 'server').map(({ what }) => what.kind)
  const count = (...wanted: readonly string[]): number => kinds.filter((kind) => wanted.includes(kind)).length
  return { postgres: count('statement', 'begin', 'commit'), stripe: count('stripe-call') }
}
