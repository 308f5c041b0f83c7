import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { formatPlan, violatedIds, type Input } from '#simulator'
import { mostTelling, shrinkAll, type Shrunk } from './counterexamples.ts'
import { explain } from './explain.ts'
import type { Failing } from './findings.ts'
import { basesOf, openExplorer, type Explorer } from './testing/exploring.ts'

describe('counterexamples of plain lanes, shrunk', { timeout: 1_800_000 }, () => {
  let explorer: Explorer
  beforeAll(async () => (explorer = await openExplorer()))
  afterAll(() => explorer.close())

  /** Everything that single faults of the short palette break, shrunk. */
  async function counterexamplesOf(implementation: string): Promise<readonly Shrunk[]> {
    const customers = [['pays'], ['leaves']]
    const { failing } = await explorer.explore({
      bases: basesOf(implementation, { customers }),
      palette: 'short',
    })
    return shrinkAll(failing, scenario.vocabulary, (input) => explorer.violatedBy(input))
  }

  const linesOf = (shrunk: readonly Shrunk[]): readonly string[] =>
    shrunk.map(
      ({ input, invariants }) =>
        `${input.customers.join()}: ${formatPlan(input.plan)} ${invariants.join(',')}`,
    )

  test('naive: stuck orders, lost reservations, two pages, shipped twice, restocked twice, paid and never shipped', async () => {
    const lines = linesOf(await counterexamplesOf('naive'))
    console.log(lines.join('\n'))
    expect(lines).toEqual(
      expect.arrayContaining([
        'pays: server/commit:createOrder#1=crash-after L1',
        'pays: server/commit:reserveInventory#1=crash-after S5,L1',
        'pays: server/stripe.checkout.sessions.create#1=crash-after S9',
        'pays: server/commit:fulfillOrder#1=crash-after S4',
        'leaves: server/commit:undoOrder#1=crash-after S3',
        'pays: stripe/webhook:checkout.session.completed#1=drop(tries=all) S4,S6,L1',
      ]),
    )
  })

  test('at least once, as first written: what had its effect has it again', async () => {
    const shrunk = await counterexamplesOf('at-least-once')
    const lines = linesOf(shrunk)
    console.log(lines.join('\n'))
    expect(lines).toEqual(
      expect.arrayContaining([
        'pays: server/commit:reserveInventory#1=crash-after S3,S8',
        'pays: server/commit:fulfillOrder#1=crash-after S4,S8',
        'leaves: server/commit:undoOrder#1=crash-after S3,S8',
      ]),
    )
    expect(shrunk.map(({ input }) => input.plan.length)).toEqual(shrunk.map(() => 1))
  })

  /** By what strikes, what makes it do harm there. */
  const mechanisms: readonly (readonly [
    implementation: string,
    fault: RegExp,
    because: readonly string[],
  ])[] = [
    [
      'naive',
      /(commit:createOrder|begin:reserveInventory|commit:reserveInventory)#1=crash-after$/,
      ['clicks again', 'nothing ties the new request to ord_1', 'only server A knew the next step'],
    ],
    [
      'naive',
      /(sessions\.create|begin:saveSession)#1=crash-after$/,
      ['clicks again', 'nothing ties the new request to ord_1'],
    ],
    ['naive', /webhook:.*=drop\(tries=all\)$/, ['gives up', 'no server asks Stripe']],
    ['naive', /webhook:.*=duplicate$/, ['a second time', 'no row changes, and continues anyway']],
    [
      'naive',
      /commit:(fulfillOrder|undoOrder)#1=crash-after$/,
      ['sends the webhook again', 'no row changes, and continues anyway'],
    ],
    [
      'at-least-once',
      /commit:\w+#1=crash-after$/,
      ['takes over the workflow', 'the history and the shop’s rows do not commit together'],
    ],
  ]

  test.each(['naive', 'at-least-once'])(
    'each is one fault, and is explained by its mechanism: %s',
    async (name) => {
      const shrunk = await counterexamplesOf(name)
      const untold: string[] = []
      for (const { input } of shrunk) {
        const run = await explorer.simulator.simulate(input)
        const { links } = explain(run, await explorer.simulator.simulate({ ...input, plan: [] }))
        const words = links
          .map((link) => link.words)
          .join(' ')
          .replaceAll('\u00a0', ' ')
        const plan = formatPlan(input.plan)
        const because = mechanisms
          .filter(([of, fault]) => of === name && fault.test(plan))
          .map(([, , told]) => told)
        expect(because, plan).toHaveLength(1)
        const missing = because.flat().filter((each) => !words.includes(each))
        if (missing.length > 0) untold.push(`${plan}: ${missing.join()} in: ${words}`)
      }
      expect(shrunk.map(({ input }) => input.plan.length)).toEqual(shrunk.map(() => 1))
      expect(untold).toEqual([])
    },
  )

  test('one that is looked at has the same operations and verdicts as when it was found', async () => {
    for (const { input, invariants } of await counterexamplesOf('at-least-once')) {
      const found = await explorer.simulator.simulate(input, { capture: false })
      const shown = await explorer.simulator.simulate(input)
      expect(shown.traceHash).toBe(found.traceHash)
      expect(violatedIds(shown)).toEqual(invariants)
    }
  })
})

describe('what is shown', () => {
  const failing = (implementation: string, invariants: readonly string[], at: number): Failing => ({
    counterexample: { fields: { implementation, plan: String(at) }, invariants, place: [at] },
    brought: invariants,
    schedules: 1,
  })

  test('the smallest of each kind of failing first, then the second of each', () => {
    const all = [
      failing('naive', ['L1'], 1),
      failing('naive', ['L1'], 2),
      failing('naive', ['L1'], 3),
      failing('naive', ['S4'], 4),
      failing('durable', ['L1'], 5),
    ]
    const places = (most: number) =>
      mostTelling(all, most).map(({ counterexample }) => counterexample.place[0])
    expect(places(9)).toEqual([1, 4, 5, 2, 3])
    expect(places(2)).toEqual([1, 4])
  })

  test('what comes to the same is told once, and each input is run once', async () => {
    const asked: string[] = []
    const violatedBy = ({ plan }: Input) => {
      asked.push(formatPlan(plan))
      return Promise.resolve(plan.length > 0 ? ['S4', 'L1'] : [])
    }
    const found = [
      'server/createOrder#1=freeze',
      'server/createOrder#1=freeze;server/claim#1=crash-after',
    ].map((plan, at): Failing => ({
      counterexample: { fields: { implementation: 'naive', plan }, invariants: ['S4', 'L1'], place: [at] },
      brought: ['S4'],
      schedules: 1,
    }))
    const shrunk = await shrinkAll(found, scenario.vocabulary, violatedBy)
    expect(shrunk.map(({ input }) => formatPlan(input.plan))).toEqual([
      'server/createOrder#1=preempt',
      'server/claim#1=preempt',
    ])
    expect(shrunk[0]?.invariants).toEqual(['S4', 'L1'])
    expect(new Set(asked).size).toBe(asked.length)
  })
})
