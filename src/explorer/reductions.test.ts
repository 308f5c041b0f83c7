/** That leaving out what goes on alike (X4) loses nothing, and that of what two faults break nothing is too much. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { formatPlan } from '#simulator'
import { behaviourOf } from './behaviour.ts'
import { shrinkAll } from './counterexamples.ts'
import type { Bound } from './exploration.ts'
import type { Findings } from './findings.ts'
import type { Runner } from './job.ts'
import { outcomeOf } from './runner.ts'
import { basesOf, exploreOn, openExplorer, type Explorer } from './testing/exploring.ts'

let explorer: Explorer
beforeAll(async () => (explorer = await openExplorer()))
afterAll(() => explorer.close())

interface Seen {
  /** What was violated and how the run behaved, of every schedule. */
  readonly seen: ReadonlySet<string>
  readonly findings: Findings
}

/** Explores as if these were the only operations there are. */
async function exploreOnly(points: RegExp, bound: Partial<Bound>): Promise<Seen> {
  const seen = new Set<string>()
  const runner: Runner = async (jobs) => {
    const outcomes = []
    for (const job of jobs) {
      const run = await explorer.simulator.simulate(job.input, { capture: false })
      const few = { ...run, points: run.points.filter((point) => points.test(point)) }
      const outcome = outcomeOf(few, job)
      if (outcome.kind === 'verdicts') seen.add(`${outcome.violated.join()} ${behaviourOf(few).hash}`)
      outcomes.push(outcome)
    }
    return outcomes
  }
  return { findings: await exploreOn(runner, bound), seen }
}

/** Neighbours, so that a crash after one is a crash before the next; with what is done again after a crash. */
const fewPoints = {
  naive: /^server\/(reserveInventory\.holdUnits|commit:reserveInventory)/,
  'at-least-once': /^server\/(commit|checkpoint):reserveInventory/,
} as const

describe.each(['naive', 'at-least-once'] as const)('%s', { timeout: 1_800_000 }, (implementation) => {
  let whole: Seen
  const bound: Partial<Bound> = { bases: basesOf(implementation, { customers: [['pays']] }), faults: 2 }
  beforeAll(
    async () => (whole = await exploreOnly(fewPoints[implementation], { ...bound, reduces: false })),
    1_800_000,
  )

  test('X4: with pairs reduced, the same is violated by the same behaviour', async () => {
    const reduced = await exploreOnly(fewPoints[implementation], bound)
    expect(whole.findings.violating).toBeGreaterThan(100)
    expect(reduced.findings.schedules).toBeLessThan(whole.findings.schedules)
    expect([...whole.seen].filter((each) => !reduced.seen.has(each))).toEqual([])
  })

  test('shrunk, each is one fault, or two of which neither alone does it', async () => {
    const { failing } = whole.findings
    const shrunk = await shrinkAll(failing, scenario.vocabulary, (input) => explorer.violatedBy(input))
    const lines = shrunk.map(({ input, invariants }) => `${formatPlan(input.plan)} ${invariants.join()}`)
    console.log(lines.join('\n'))
    expect(shrunk.some(({ input }) => input.plan.length === 1)).toBe(true)
    for (const { input, invariants } of shrunk.filter(({ input: { plan } }) => plan.length > 1))
      for (const at of input.plan.keys()) {
        const violated = await explorer.violatedBy({ ...input, plan: input.plan.toSpliced(at, 1) })
        expect(violated).not.toEqual(invariants)
      }
  })
})
