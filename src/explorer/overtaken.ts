/** What an operation that waited was overtaken by, and what both touch. */
import type { Run, TraceEvent } from '#simulator'
import { sharedBy, unitsOf, type Unit } from './conflicts.ts'
import type { CitedRow, Link } from './links.ts'
import { link } from './link.ts'

/** Null if the operation came as it would have without waiting, or nothing that it touches was touched meanwhile. */
export function overtakenLink(run: Run, fault: TraceEvent): Link | null {
  const units = unitsOf(run)
  const waited = units.find(
    ({ point, events: [first] }) => point === fault.point && (first?.index ?? 0) > fault.index,
  )
  const first = waited?.events[0]
  if (waited === undefined || first === undefined) return null
  const meanwhile = units.filter(
    (unit) =>
      unit.thread !== waited.thread &&
      indexOf(unit) > fault.index &&
      indexOf(unit) < first.index &&
      sharedBy(unit, waited).length > 0,
  )
  // The one that changes most of what this one changes, as the same operation of another request does.
  const [other] = meanwhile.toSorted(
    (one, another) => rowsOfBoth(another, waited).length - rowsOfBoth(one, waited).length,
  )
  const last = other?.events.at(-1)
  if (other === undefined || last === undefined) return null
  const rows = rowsOfBoth(other, waited)
  const [row] = rows
  const shared = row ?? sharedBy(other, waited)[0] ?? ''
  const reason = { id: 'overtaken', waiting: first.index, first: last.index, shared } as const
  return link(run, 'fault', fault.index, reason, rows)
}

function indexOf({ events }: Unit): number {
  return events[0]?.index ?? 0
}

function rowsOfBoth(one: Unit, other: Unit): readonly CitedRow[] {
  const changed = one.events.flatMap(({ changes }) => changes)
  return other.events
    .flatMap(({ changes }) => changes)
    .filter(({ table, key }) => changed.some((change) => change.table === table && change.key === key))
    .map(({ table, key }) => ({ table, key }))
}
