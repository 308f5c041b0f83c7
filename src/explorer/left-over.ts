/**
 * What is left of the past of a run at the moment of its last fault: a process that has died leaves what it committed,
 * told Stripe or sent, and nothing of what it read, remembered or had not committed.
 *
 * So two runs whose pasts differ in no more than that are in the same state, and go on alike whatever else befalls
 * them: their servers are up or down and have the same in memory, the tables and Stripe's books are the same, and the
 * same messages and timers are under way. The states themselves need not be looked at.
 */
import type { Actor, Run, TraceEvent, What } from '#simulator'
import { memoize } from '#simulator/memoize.ts'

/** The trace without what a process did in vain that was dead by the time of the last fault. */
export function withoutLost({ trace, faults }: Pick<Run, 'trace' | 'faults'>): readonly TraceEvent[] {
  const lost = new Set<TraceEvent>()
  const moment = momentOf(faults)
  // While Postgres is away a server's looks for work fail, which no event tells, and draw lots for how long to wait.
  if (trace.some(({ actor, what, index }) => index <= moment && isRestart(actor, what))) return trace
  if (trace.some(isOutage)) return trace
  for (const life of livesEndedBy(moment, trace)) for (const event of lostOf(life, trace)) lost.add(event)
  return lost.size === 0 ? trace : trace.filter((event) => !lost.has(event))
}

/** An outage makes looks for work wait, which no event tells either. */
function isOutage({ what }: TraceEvent): boolean {
  return what.kind === 'restored'
}

export function isRestart({ role }: Actor, what: What): boolean {
  return role === 'postgres' && what.kind === 'process'
}

/** Index of the last event that a fault itself makes happen: that a process has crashed is told right after it. */
function momentOf(faults: Run['faults']): number {
  return Math.max(0, ...faults.map((fault) => (fault.fired ? fault.event + 1 : 0)))
}

/** What one process did, from its start to its death. */
function livesEndedBy(moment: number, trace: readonly TraceEvent[]): readonly (readonly TraceEvent[])[] {
  const ended: (readonly TraceEvent[])[] = []
  const lives = new Map<string, TraceEvent[]>()
  for (const event of trace) {
    if (event.index > moment) break
    const { actor, what } = event
    if (actor.role !== 'server') continue
    const life = lives.get(actor.name) ?? []
    lives.set(actor.name, life)
    life.push(event)
    if (what.kind !== 'process' || what.change !== 'crashed') continue
    ended.push(life)
    lives.delete(actor.name)
  }
  return ended
}

function lostOf(life: readonly TraceEvent[], trace: readonly TraceEvent[]): readonly TraceEvent[] {
  const begun = new Set(life.flatMap(({ what }) => (what.kind === 'begin' ? [what.transaction] : [])))
  const committed = new Set(life.flatMap(({ what }) => (what.kind === 'commit' ? [what.transaction] : [])))
  const rollbacks = trace.filter(({ what }) => what.kind === 'rollback' && begun.has(what.transaction))
  return [...rollbacks, ...life.filter(({ what }) => isLost(what, committed))]
}

/** @param committed the transactions of its process that have committed by then */
export function isLost(what: What, committed: ReadonlySet<string>): boolean {
  switch (what.kind) {
    case 'begin':
    case 'step':
    case 'workflow':
      return true
    case 'statement':
      // What fails may take others with it: a connection, all of Postgres.
      if (what.error !== null) return false
      if (what.transaction === null || committed.has(what.transaction)) return !writes(what.sql)
      return !drawsNumbers(what.sql)
    default:
      return false
  }
}

const writes = memoize((sql) =>
  // `for update` locks: what a process has locked goes with it.
  /\b(insert|update|delete|merge|nextval|setval)\b/i.test(sql.replace(/\bfor (no key )?update\b/gi, '')),
)

/** A number that was drawn from a sequence stays drawn when the transaction is rolled back. The engine has none. */
const drawsNumbers = memoize((sql) => /\b(nextval|setval)\b|\binsert into (?!engine\.)/i.test(sql))
