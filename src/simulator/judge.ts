/**
 * The judge: asks each invariant's query for rows that violate it.
 *
 * Safety is asked after every commit that touched its tables, in one trip; the rest when all has settled. Of a run that
 * is cut off the rest is never asked: what still waits would be taken for what is missing. Nothing is asked while a
 * transaction is open, since its rows would be seen.
 */
import type { SimulatedStripe } from '#stripe'
import type { FaultInjector } from './faults/injector.ts'
import type { Postgres } from './postgres.ts'
import type { Recorder } from './recorder.ts'
import type { Invariant } from './scenario.ts'
import type { JsonRow } from './trace.ts'
import type { Verdict } from './verdict.ts'
import type { WireSession, WireStatement } from './wire.ts'

export interface Judge {
  /** Something that the run knows, as a statement that writes it; sent before the next question. */
  note(statement: WireStatement): void
  /** These tables have changed, committed. */
  touched(tables: Iterable<string>): void
  /** Asks what the touched tables can have violated, unless a transaction is open: then when it is over. */
  check(): void
  /**
   * Asks everything and gives the verdicts.
   *
   * @param cutOff why the run was stopped before its end; null where it came to it. Of a run that was stopped nothing
   *   more is asked: only what was seen violated after a commit is known.
   */
  conclude(cutOff: string | null): readonly Verdict[]
}

interface Found {
  readonly rows: readonly JsonRow[]
  readonly event: number
}

/**
 * When invariants are asked. `from-last-fault`: for a run that is known to violate nothing without the last fault of its
 * plan. Until that fault happens both runs are one, so there is nothing to be found, and safety is not asked; then it is
 * asked of all that was touched before, too.
 */
export type Checks = 'never' | 'from-start' | 'from-last-fault'

export interface JudgeParts {
  readonly wire: WireSession
  readonly postgres: Pick<Postgres, 'isBusy'>
  readonly stripe: SimulatedStripe
  readonly recorder: Recorder
  readonly invariants: readonly Invariant[]
  readonly checks: Checks
  readonly faults: Pick<FaultInjector, 'lastHasHappened'>
}

export function createJudge(parts: JudgeParts): Judge {
  const { wire, postgres, stripe, recorder, invariants, checks, faults } = parts
  const found = new Map<string, Found>()
  const touched = new Set<string>()
  const projected = new Map<string, string>()
  let projectedRevision = 0
  let notes: WireStatement[] = []

  /** What brings the ledger's tables up to date: it lives in memory, so that nothing of it rolls back with the shop. */
  function projectLedger(): readonly WireStatement[] {
    if (stripe.revision() === projectedRevision) return []
    projectedRevision = stripe.revision()
    return Object.entries(stripe.tables()).flatMap(([table, rows]): WireStatement[] => {
      const json = JSON.stringify(rows)
      if (json === (projected.get(table) ?? '[]')) return []
      projected.set(table, json)
      return [
        [`delete from stripe.${table}`],
        [
          `insert into stripe.${table} select * from jsonb_populate_recordset(null::stripe.${table}, $1::jsonb)`,
          [json],
        ],
      ]
    })
  }

  function ask(asked: readonly Invariant[]): void {
    if (asked.length === 0) return
    const offenders = wire.run(...notes, ...projectLedger(), [queryOf(asked)]).rows
    notes = []
    for (const { id } of asked) {
      const rows = offenders.filter((row) => row['id'] === id).map((row) => row['row'] as JsonRow)
      if (rows.length === 0 || found.has(id)) continue
      const event = recorder.record(
        { kind: 'violated', invariant: id, rows },
        { actor: { role: 'postgres' } },
      )
      found.set(id, { rows, event })
    }
  }

  return {
    note: (statement) => void notes.push(statement),
    touched(tables) {
      for (const table of tables) touched.add(table)
    },
    check() {
      if (postgres.isBusy() || touched.size === 0) return
      if (checks === 'from-last-fault' && !faults.lastHasHappened()) return
      const asked = invariants.filter(
        ({ id, when, tables }) =>
          when === 'safety' && !found.has(id) && tables.some((table) => touched.has(table)),
      )
      touched.clear()
      if (checks !== 'never') ask(asked)
    },
    conclude(cutOff) {
      if (checks === 'never') return []
      if (cutOff === null) ask(invariants.filter(({ id }) => !found.has(id)))
      return invariants.map(({ id, statement, when }): Verdict => {
        const violation = found.get(id)
        if (violation !== undefined) return { id, statement, when, outcome: 'violated', ...violation }
        if (cutOff !== null) return { id, statement, when, outcome: 'not-judged', why: cutOff }
        return { id, statement, when, outcome: 'holds' }
      })
    },
  }
}

/** One query for several invariants: the rows of each, under its id. */
function queryOf(invariants: readonly Invariant[]): string {
  const parts = invariants.map(
    ({ id, sql }) => `select '${id}' as id, to_jsonb(offender) as row from (${sql}) offender`,
  )
  return `${parts.join('\nunion all\n')}\norder by 1, 2`
}
