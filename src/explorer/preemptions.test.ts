import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { defaultInput, formatPlan, violatedIds, type Run } from '#simulator'
import { isWhole } from '#simulator/testing/is-whole.ts'
import { shrinkAll } from './counterexamples.ts'
import type { Bound } from './exploration.ts'
import type { Runner } from './job.ts'
import { outcomeOf } from './runner.ts'
import { schedulesOf, trySingles } from './singles.ts'
import { basesOf, exploreOn, openExplorer, type Explorer } from './testing/exploring.ts'

let explorer: Explorer
beforeAll(async () => (explorer = await openExplorer()))
afterAll(() => explorer.close())

const unguarded = { guards: { guardedUpdates: false } }

describe('the order of operations', () => {
  test.each([
    {
      name: 'two preemptions, a customer who double-clicks',
      customers: ['double-clicks'],
      bound: { faults: 0, preemptions: 2 },
      found: ['S3: server/begin:reserveInventory#1=preempt'],
    },
    {
      name: 'one webhook or request twice, and one preemption',
      customers: ['pays'],
      bound: { faults: 2, kinds: ['duplicate', 'preempt'] },
      found: [
        // Each of two events may come twice as well.
        'S2 S4: stripe/webhook:checkout.session.completed#1=duplicate(as=new-event);stripe/webhook:checkout.session.completed#2=duplicate',
        'S3: customer/request:checkout#1=duplicate',
        'S4: stripe/webhook:checkout.session.completed#1=duplicate',
      ],
    },
  ] satisfies { name: string; customers: string[]; bound: Partial<Bound>; found: string[] }[])(
    '$name: found without guarded updates, and nothing with them',
    async ({ customers, bound, found }) => {
      const bases = basesOf('state-machine', { ...unguarded, customers: [customers] })
      const { failing } = await explorer.explore({ ...bound, bases })
      const shrunk = await shrinkAll(
        failing,
        scenario.vocabulary,
        (input) => explorer.violatedBy(input),
        bound,
      )
      const texts = shrunk.map(
        ({ input, invariants }) => `${invariants.join(' ')}: ${formatPlan(input.plan)}`,
      )
      expect(texts.toSorted()).toEqual(found)
      const guarded = basesOf('state-machine', { customers: [customers] })
      expect(await explorer.explore({ ...bound, bases: guarded })).toMatchObject({
        violating: 0,
        failing: [],
      })
    },
  )

  test.each(
    isWhole
      ? scenario.implementations.flatMap(({ name }) => [
          { name, customers: ['double-clicks'] },
          { name, customers: ['pays', 'leaves'] },
        ])
      : [
          { name: 'naive', customers: ['double-clicks'] },
          { name: 'state-machine', customers: ['double-clicks'] },
          { name: 'durable', customers: ['double-clicks'] },
        ],
  )('$name, $customers: what is left out leads nowhere else', async ({ name, customers }) => {
    const guards = name === 'state-machine' ? unguarded : {}
    const bases = basesOf(name, { ...guards, customers: [customers] })
    const all = await statesOf({ bases, reduces: false })
    const reduced = await statesOf({ bases, reduces: true })
    expect(new Set(reduced.states)).toEqual(new Set(all.states))
    expect(reduced.states.length).toBeLessThan(all.states.length)
  })
})

/** What each schedule of at most one preemption violates, and all rows that it leaves. */
async function statesOf(bound: Partial<Bound>): Promise<{ readonly states: readonly string[] }> {
  const states: string[] = []
  const runner: Runner = async (jobs) => {
    const outcomes = []
    for (const job of jobs) {
      const run = await explorer.simulator.simulate(job.input)
      if (job.wants === 'verdicts') states.push(stateOf(run))
      outcomes.push(outcomeOf(run, job))
    }
    return outcomes
  }
  await exploreOn(runner, { faults: 0, preemptions: 1, ...bound })
  return { states }
}

/** Without times: who waits is later. */
function stateOf(run: Run): string {
  return JSON.stringify([violatedIds(run), run.tables]).replaceAll(/"2030-[^"]*"|\b1893\d{6,}\b/g, '"time"')
}

describe('the atlas', () => {
  const base = { ...defaultInput, implementation: 'state-machine', customers: ['double-clicks'] }
  const preempted = 'server/begin:reserveInventory#1=preempt'

  test('has a verdict for each operation before which it matters that others go first', async () => {
    const broken = await trySingles(explorer.simulator, scenario, { ...base, ...unguarded }, null)
    expect(Object.keys(broken.verdicts)).toEqual([
      '',
      ...broken.preemptible.map((point) => `${point}=preempt`),
    ])
    expect(broken.verdicts[preempted]).toMatchObject({ violated: ['S3'], asked: { tone: 'violated' } })
    const guarded = await trySingles(explorer.simulator, scenario, base, null)
    expect(Object.keys(guarded.verdicts)).toContain(preempted)
    expect(Object.values(guarded.verdicts).every((notHeld) => notHeld === null)).toBe(true)
  })

  test('tries them beside every fault, and each exploration of one fault does', async () => {
    const { points } = await explorer.simulator.simulate(base, { capture: false })
    const preemptible = ['server/begin:reserveInventory#1']
    expect(schedulesOf({ points, preemptible }, 'short')).toContain(preempted)
    const bound = { faults: 1, preempts: true, palette: 'short', bases: [{ ...base, ...unguarded }] } as const
    const { failing } = await explorer.explore(bound)
    expect(failing.map(({ counterexample }) => counterexample.fields['plan'])).toContain(preempted)
  })
})
