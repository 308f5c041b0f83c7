/** What a client hears of each fault of a statement, in the server's own words. */
import { DatabaseError } from '#engine/environment.ts'
import type { StatementFaultKind } from './plan.ts'

const failures: { readonly [kind in StatementFaultKind]: readonly [sqlState: string, message: string] } = {
  'ack-lost': ['08006', 'Connection terminated unexpectedly'],
  'serialization-failure': ['40001', 'could not serialize access due to concurrent update'],
  deadlock: ['40P01', 'deadlock detected'],
  'connection-lost': ['08006', 'Connection terminated unexpectedly'],
  'disk-full': ['53100', 'could not extend file "base/16384/16385": No space left on device'],
  'postgres-restart': ['57P01', 'terminating connection due to administrator command'],
}

export function failureOf(kind: StatementFaultKind): DatabaseError {
  return new DatabaseError(...failures[kind])
}
