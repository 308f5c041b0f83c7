/**
 * How far each kind of fault is to be believed, by kind. What PostgreSQL's server says to each, word for word, is in the
 * kind's hooks; a test holds the two together.
 */
import type { Evidence } from './faults/evidence.ts'
import { definitionOf, faultKinds, type FaultKind } from './faults/registry.ts'

export { seenOnMajor, type Evidence } from './faults/evidence.ts'

export const evidence = Object.fromEntries(faultKinds.map((kind) => [kind, definitionOf(kind).evidence])) as {
  readonly [kind in FaultKind]: Evidence
}
