/**
 * That leaving out what goes on alike (X4), not running what is known (X5) and judging from the last fault on lose
 * nothing, and that of what two faults break nothing is too much.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { formatFault, formatPlan, violatedIds, type Input, type Run } from '#simulator'
import { isWhole } from '#simulator/testing/is-whole.ts'
import { shrinkAll } from './counterexamples.ts'
import type { Bound, Shard } from './exploration.ts'
import type { Findings } from './findings.ts'
import type { Runner } from './job.ts'
import type { Palette } from './palette.ts'
import { createRunner, outcomeOf } from './runner.ts'
import { basesOf, exploreOn, openExplorer, type Explorer } from './testing/exploring.ts'

let explorer: Explorer
beforeAll(async () => (explorer = await openExplorer()))
afterAll(() => explorer.close())

interface Seen {
  /** Of every schedule what it came to, with one plan that came to it. */
  readonly seen: ReadonlyMap<string, string>
  readonly findings: Findings
}

/** Runs by their plans: what is left of a reduced sweep has been run by the whole one. */
type Known = Map<string, { readonly run: Run; readonly cameTo: string }>

/** Explores as if these were the only operations there are. */
async function exploreOnly(points: RegExp, known: Known, bound: Partial<Bound>): Promise<Seen> {
  const seen = new Map<string, string>()
  const runner: Runner = async (jobs) => {
    const outcomes = []
    for (const job of jobs) {
      const plan = formatPlan(job.input.plan)
      const { run, cameTo } = known.get(plan) ?? (await look(job.input, points))
      // Those with as many faults as there may be get no further ones, so that their trace is of no use.
      known.set(plan, { run: job.faultsLeft > 0 ? run : { ...run, trace: [] }, cameTo })
      if (job.wants === 'verdicts') seen.set(cameTo, plan)
      outcomes.push(outcomeOf(run, job))
    }
    return outcomes
  }
  return { findings: await exploreOn(runner, bound), seen }
}

async function look(input: Input, points: RegExp): Promise<{ readonly run: Run; readonly cameTo: string }> {
  const run = await explorer.simulator.simulate(input)
  const few = run.points.filter((point) => points.test(point))
  return { run: { ...run, points: few, tables: {}, initialTables: {} }, cameTo: cameToIn(run) }
}

/**
 * What was violated, all rows that are left, and the last fault: all that a representative must share. The number of an
 * operation is none of it, since that counts also what a dead process did in vain.
 */
function cameToIn({ verdicts, tables, input: { plan } }: Run): string {
  const violated = violatedIds({ verdicts })
  const last = plan.length < 2 ? [] : plan.slice(-1).map((fault) => formatFault(fault).replace(/#\d+/, ''))
  return JSON.stringify([violated, last, tables])
}

interface Pairs {
  readonly name: string
  readonly guards: Input['guards']
  readonly palette: Palette
  /** Default 2. */
  readonly faults?: number
  readonly points: RegExp
  /** At least so many of a hundred are left out. */
  readonly saved: number
  /** Default 100. */
  readonly leastViolating?: number
}

/** What goes on alike is next to one another, so that here a sample is all faults at some operations. */
const sampled: readonly Pairs[] = [
  { name: 'naive', guards: {}, palette: 'short', faults: 3, points: /reserveInventory/, saved: 20 },
  { name: 'naive', guards: {}, palette: 'short', points: /./, saved: 20 },
  {
    name: 'durable',
    guards: { idempotencyKey: false },
    palette: 'short',
    points: /reserveInventory|stripe\.checkout/,
    saved: 20,
    leastViolating: 10,
  },
]

/** A minute each. */
const rest: readonly Pairs[] = [
  // Neighbours, so that a crash after one is a crash before the next; with what is done again after a crash.
  {
    name: 'naive',
    guards: {},
    palette: 'full',
    points: /^server\/(reserveInventory\.holdUnits|commit:reserveInventory)/,
    saved: 5,
  },
  {
    name: 'at-least-once',
    guards: {},
    palette: 'full',
    points: /^server\/(commit|checkpoint):reserveInventory/,
    saved: 5,
  },
  // All operations.
  { name: 'at-least-once', guards: {}, palette: 'short', points: /./, saved: 15 },
  { name: 'durable', guards: { idempotencyKey: false }, palette: 'short', points: /./, saved: 20 },
]

describe.each(isWhole ? [...sampled, ...rest] : sampled)(
  '$name, $palette palette, at $points',
  { timeout: 1_800_000 },
  (pairs) => {
    const { name, guards, palette, faults = 2, points, saved, leastViolating = 100 } = pairs
    const bound: Partial<Bound> = {
      bases: basesOf(name, { customers: [['pays']], guards }),
      faults,
      palette,
    }
    const known: Known = new Map()
    let whole: Seen
    beforeAll(async () => {
      whole = await exploreOnly(points, known, { ...bound, reduces: false })
    }, 1_800_000)

    test('X4: of those left out, each has one that comes to the same', async () => {
      const reduced = await exploreOnly(points, known, { ...bound, reductions: ['same-rest'] })
      const lost = [...whole.seen].filter(([each]) => !reduced.seen.has(each)).map(([, plan]) => plan)
      expect(lost).toEqual([])
      expect(whole.findings.violating).toBeGreaterThan(leastViolating)
      expect(reduced.findings.schedules).toBeLessThan((1 - saved / 100) * whole.findings.schedules)
    })

    test('shrunk, each is one fault, or several of which none can be spared', async () => {
      const { failing } = whole.findings
      const shrunk = await shrinkAll(failing, scenario.vocabulary, (input) => explorer.violatedBy(input))
      const lines = shrunk.map(({ input, invariants }) => `${formatPlan(input.plan)} ${invariants.join()}`)
      console.log(lines.join('\n'))
      expect(shrunk.some(({ input }) => input.plan.length === 1)).toBe(true)
      for (const { input, invariants } of shrunk.filter(({ input: { plan } }) => plan.length > 1))
        for (const at of input.plan.keys()) {
          const violated = await explorer.violatedBy({ ...input, plan: input.plan.toSpliced(at, 1) })
          expect(
            invariants.filter((id) => !violated.includes(id)),
            'what all of them are needed for',
          ).not.toEqual([])
        }
    })
  },
)

interface Sweep {
  readonly name: string
  readonly guards: Input['guards']
  readonly customer: string
  readonly faults: number
  readonly palette: Palette
  readonly shard?: Shard
  /** At most so many runs of a hundred are needed. */
  readonly needed: number
}

const tenth = (index: number): Shard => ({ index, count: 10 })

/** With many violations, of which some come and go. */
const sweeps: readonly Sweep[] = [
  { name: 'naive', guards: {}, customer: 'pays', faults: 1, palette: 'full', needed: 80 },
  {
    name: 'naive',
    guards: {},
    customer: 'double-clicks',
    faults: 2,
    palette: 'short',
    shard: tenth(3),
    needed: 95,
  },
  {
    name: 'durable',
    guards: { idempotencyKey: false },
    customer: 'pays',
    faults: 2,
    palette: 'short',
    shard: tenth(4),
    needed: 90,
  },
]

const longSweeps: readonly Sweep[] = ['state-machine', 'at-least-once', 'durable'].flatMap((name) =>
  ['pays-late', 'double-clicks', 'leaves', 'poison'].map((customer): Sweep => {
    const guards: Input['guards'] = name === 'state-machine' ? { databaseTime: false } : {}
    return { name, guards, customer, faults: 1, palette: 'full', needed: 80 }
  }),
)

describe.each(isWhole ? [...sweeps, ...longSweeps] : sweeps)(
  '$name, $customer, $faults of the $palette palette',
  { timeout: 1_800_000 },
  ({ name, guards, customer, faults, palette, shard, needed }) => {
    const bound: Partial<Bound> = {
      bases: basesOf(name, { customers: [[customer]], guards }),
      faults,
      palette,
      ...(shard && { shard }),
    }

    /** What a sweep finds, and how many runs it takes. */
    async function findingsOf(reductions: Bound['reductions']) {
      const run = createRunner(explorer.simulator)
      let runs = 0
      const counting: Runner = (jobs) => {
        runs += jobs.length
        return run(jobs)
      }
      return { found: await exploreOn(counting, { ...bound, ...(reductions && { reductions }) }), runs }
    }

    test('X5: finds all that is found by running every schedule and judging it from its start', async () => {
      const reduced = await findingsOf(undefined)
      const whole = await findingsOf(['same-rest', 'conflicts'])
      expect(reduced.found).toEqual(whole.found)
      console.log(`${reduced.runs} of ${whole.runs} runs`)
      expect(reduced.runs).toBeLessThan((needed / 100) * whole.runs)
    })
  },
)
