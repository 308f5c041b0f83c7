/** How far a kind of fault is to be believed: seen on a real PostgreSQL, or injected after what is known of it. */
import type { FaultKind } from '#simulator'

const seen: readonly FaultKind[] = [
  'crash-before',
  'crash-after',
  'freeze',
  'ack-lost',
  'serialization-failure',
  'deadlock',
  'connection-lost',
  'disk-full',
  'postgres-restart',
]

/** Whether a test shows it on a real PostgreSQL each time the tests run. */
export function isSeen(kind: FaultKind): boolean {
  return seen.includes(kind)
}
