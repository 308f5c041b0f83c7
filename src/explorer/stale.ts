/** A write that follows from a reading, where somebody else changed what was read in between: a lost update. */
import type { JsonRow, Run, TraceEvent } from '#simulator'
import { nameOf } from '#simulator/sentence.ts'
import { locksRows, readTables, writtenTables } from '#simulator/statement-tables.ts'
import { pathTo } from './causes.ts'
import type { Deed } from './deeds.ts'
import { effectLink, link } from './link.ts'
import type { Link } from './links.ts'
import { faultLink } from './turns.ts'
import { eventOf, struckBefore } from './twice.ts'

export interface Stale {
  readonly read: TraceEvent
  /** What somebody else did before the write. */
  readonly between: Deed
  readonly write: TraceEvent
  /** What the write belongs to. */
  readonly deed: Deed
}

/** The last of these deeds that rests on a reading which was no longer true. */
export function staleAmong(run: Run, deeds: readonly Deed[]): Stale | undefined {
  for (const deed of deeds.toReversed())
    for (const write of deed.events) {
      const stale = staleReadOf(run, write, deeds)
      if (stale !== undefined) return { ...stale, write, deed }
    }
  return undefined
}

function staleReadOf(run: Run, write: TraceEvent, deeds: readonly Deed[]) {
  if (write.what.kind !== 'statement') return undefined
  const tables = writtenTables(write.what.sql)
  for (const read of run.trace) {
    const { what, index, request } = read
    if (index > write.index || request === null || request !== write.request) continue
    if (what.kind !== 'statement' || locksRows(what.sql) || writtenTables(what.sql).length > 0) continue
    const shared = readTables(what.sql).filter((table) => tables.includes(table))
    const between = deeds.find(
      (deed) =>
        deed.event > index &&
        deed.event < write.index &&
        eventOf(run, deed).request !== request &&
        deed.changes.some(
          ({ table, before }) => shared.includes(table) && what.rows.some((row) => isPartOf(row, before)),
        ),
    )
    if (between !== undefined) return { read, between }
  }
  return undefined
}

/** Whether a row that was read is, in the columns that were read, the row that was changed. */
function isPartOf(read: JsonRow, before: JsonRow | null): boolean {
  if (before === null) return false
  return Object.keys(read).every((column) => JSON.stringify(before[column]) === JSON.stringify(read[column]))
}

export function staleLinks(
  run: Run,
  { read, between, write, deed }: Stale,
  reference?: Run,
): readonly Link[] {
  const other = nameOf(eventOf(run, between).actor)
  const lost = { id: 'lost-update', event: write.index, read: read.index, other } as const
  const struck = struckBefore(run, deed, [...pathTo(run, read), ...pathTo(run, write)])
  return [
    ...struck.map((fault) => faultLink(run, fault, reference)),
    link(run, 'did', read.index, { id: 'read', event: read.index }),
    effectLink(run, 'did', between),
    link(run, 'because', write.index, lost),
    effectLink(run, 'again', deed),
  ]
}
