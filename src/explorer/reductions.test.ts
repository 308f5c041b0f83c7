/** That leaving out what goes on alike (X4) loses nothing, and that what is found with two faults needs one. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
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

describe.each(['naive', 'at-least-once'] as const)('%s', { timeout: 600_000 }, (implementation) => {
  let whole: Seen
  const bound: Partial<Bound> = { bases: basesOf(implementation, { customers: [['pays']] }), faults: 2 }
  beforeAll(
    async () => (whole = await exploreOnly(fewPoints[implementation], { ...bound, reduces: false })),
    600_000,
  )

  test('X4: with pairs reduced, the same is violated by the same behaviour', async () => {
    const reduced = await exploreOnly(fewPoints[implementation], bound)
    expect(whole.findings.violating).toBeGreaterThan(100)
    expect(reduced.findings.schedules).toBeLessThan(whole.findings.schedules)
    expect([...whole.seen].filter((each) => !reduced.seen.has(each))).toEqual([])
  })

  test('whatever two faults violate, one does', async () => {
    const { failing } = whole.findings
    const shrunk = await shrinkAll(failing, scenario.vocabulary, (input) => explorer.violatedBy(input))
    expect(shrunk.length).toBeGreaterThan(1)
    expect(shrunk.map(({ input }) => input.plan.length)).toEqual(shrunk.map(() => 1))
  })
})
