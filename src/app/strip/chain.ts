/** An explanation as the time strip draws it, in units of events and rows: its links, and where the run diverges. */
import type { Explanation, Link } from '#explorer'
import type { Run, TraceEvent } from '#simulator'
import { keyOf } from './actor-rows.ts'
import type { StripMark, StripRow } from './strip-mark.ts'

/** Where links of the explanation stand; most often one. */
export interface ChainMark {
  readonly event: number
  /** Null beneath all rows, where violations are told. */
  readonly row: number | null
  /** Positions in the explanation, counted from 1. */
  readonly links: readonly number[]
  readonly role: Link['role']
}

export interface Chain {
  /** In the order of their events. What never happened has no place. */
  readonly marks: readonly ChainMark[]
  /** The first event that the run without the faults has not. */
  readonly parting: number | null
}

/** Null where nothing is violated: what holds needs no way to it. */
export function chainOf(run: Run, rows: readonly StripRow[], explanation: Explanation | null): Chain | null {
  if (explanation === null || explanation.invariant === null) return null
  const marks = new Map<number, ChainMark>()
  for (const [at, { event, role }] of explanation.links.entries()) {
    const cited = event === null ? undefined : run.trace[event - 1]
    if (cited === undefined) continue
    const before = marks.get(cited.index)
    marks.set(cited.index, {
      event: cited.index,
      row: rowOf(cited, rows),
      links: [...(before?.links ?? []), at + 1],
      role: before?.role ?? role,
    })
  }
  return {
    marks: [...marks.values()].toSorted((one, other) => one.event - other.event),
    parting: explanation.parting,
  }
}

/** What the list of events says of an event of the chain: the picture for whoever cannot see it. */
export function chainWords({ marks, parting }: Chain, event: number): readonly string[] {
  const links = marks.find((mark) => mark.event === event)?.links ?? []
  return [
    ...links.map((link) => `reason ${link} of why`),
    ...(event === parting ? ['from here on it differs from the run without the fault'] : []),
  ]
}

/** Where its own mark stands: statements in Postgres's row, what was found violated beneath all rows. */
function rowOf({ actor, what }: TraceEvent, rows: readonly StripRow[]): number | null {
  if (what.kind === 'violated' || what.kind === 'ended') return null
  const isOfDatabase =
    what.kind === 'statement' || what.kind === 'begin' || what.kind === 'commit' || what.kind === 'rollback'
  const key = isOfDatabase ? 'postgres' : keyOf(actor)
  return Math.max(
    0,
    rows.findIndex((row) => row.key === key),
  )
}

/** The signs of a chain, for cards and keys: each event that it names, and where the run diverges. */
export function chainSigns({ marks, parting }: Chain): readonly StripMark[] {
  const reasons = marks.map(({ event, row }) => ({ kind: 'reason', from: event, to: event, row }) as const)
  return parting === null ? reasons : [...reasons, { kind: 'divergence', from: parting, to: parting }]
}
