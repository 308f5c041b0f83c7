import type { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import {
  defaultInput,
  kindsAt,
  parsePlan,
  parsePoint,
  type Fault,
  type Input,
  type TraceEvent,
  type Verdict,
} from '#simulator'
import { randomPlan } from './testing/random-faults.ts'
import type { Machine } from '#simulator/scenario.ts'
import { createSimulator, type Simulator } from '#simulator/simulate.ts'
import { openTestDatabase } from '#simulator/testing/open-database.ts'

let database: PGlite
let simulator: Simulator

beforeAll(async () => {
  database = await openTestDatabase()
  simulator = createSimulator(database, scenario)
})
afterAll(() => database.close())

const { implementations, customers } = scenario.vocabulary
const crashed = parsePlan('server/commit:reserveInventory#1=crash-after')

/** An event without its place in the plan and the times at which a fault to come would end. */
function plain({ what, ...event }: TraceEvent): unknown {
  return what.kind === 'fault' ? null : { ...event, what }
}

describe('a run', () => {
  test('names only labels that its implementation lists', async () => {
    for (const implementation of scenario.implementations) {
      for (const customer of customers) {
        for (const plan of [
          '',
          'stripe/webhook:checkout.session.completed#1=drop(tries=all)',
          'server/commit:createOrder#1=crash-after',
        ]) {
          const run = await simulator.simulate(
            {
              ...defaultInput,
              implementation: implementation.name,
              customers: [customer],
              plan: parsePlan(plan),
            },
            { capture: false },
          )
          const met = new Set(
            run.points.map((point) => point.replace(/^[a-z]+\//, '').replace(/(@[^#]*)?#\d+$/, '')),
          )
          expect([...met].filter((label) => !implementation.labels.includes(label))).toEqual([])
        }
      }
    }
  })

  test('lists the operation by which an engine leaves a workflow to code that fits', async () => {
    const run = await simulator.simulate({
      ...defaultInput,
      implementation: 'durable',
      guards: { versionedWorkflows: false },
      plan: parsePlan('server/begin:reserveInventory#1=deploy;customer/pay#1=deploy(target=B)'),
    })
    const durable = scenario.implementations.find(({ name }) => name === 'durable')
    expect(run.points).toContain('server/block#1')
    expect(durable?.labels).toContain('block')
  })

  test('ties every operation of a server to a line of the source, and most to a node of the graph', async () => {
    for (const { name, program } of scenario.implementations) {
      const run = await simulator.simulate({ ...defaultInput, implementation: name })
      const operations = run.trace.filter(
        ({ point, what }) =>
          point?.startsWith('server/') === true &&
          what.kind !== 'sent' &&
          !/claim|load|finish|renew/.test(point),
      )
      expect(operations.length).toBeGreaterThan(10)
      expect(operations.filter(({ site }) => site === null).map(({ point }) => point)).toEqual([])
      const drawn = new Set(program.graph.nodes.map(({ id }) => id))
      const onGraph = operations.filter(({ site }) => site?.node != null && drawn.has(site.node))
      expect(onGraph.length / operations.length).toBeGreaterThan(0.7)
    }
  })

  test('gives a cause that came before to all that it caused', async () => {
    const run = await simulator.simulate({ ...defaultInput, implementation: 'durable', plan: crashed })
    for (const { index, cause } of run.trace)
      expect(cause === null || (cause < index && cause >= 1)).toBe(true)
  })

  test('is the same first, later, and after VACUUM', async () => {
    const input: Input = {
      ...defaultInput,
      implementation: 'durable',
      customers: ['pays', 'leaves'],
      seed: 7,
      plan: crashed,
    }
    const first = await simulator.simulate(input)
    for (let times = 0; times < 60; times += 1)
      await simulator.simulate(
        { ...input, seed: times, implementation: times % 2 === 0 ? 'naive' : 'durable' },
        { capture: false },
      )
    const later = await simulator.simulate(input)
    simulator.vacuum()
    const afterVacuum = await simulator.simulate(input)
    expect(later).toEqual(first)
    expect(afterVacuum).toEqual(first)
  })

  test('is the same with and without capture and checks, but for what they add', async () => {
    const input: Input = {
      ...defaultInput,
      plan: parsePlan('stripe/webhook:checkout.session.completed#1=duplicate'),
    }
    const full = await simulator.simulate(input)
    const bare = await simulator.simulate(input, { capture: false })
    const unchecked = await simulator.simulate(input, { capture: false, checks: 'never' })
    expect(full.trace.some(({ changes }) => changes.length > 0)).toBe(true)
    expect(bare.verdicts).toEqual(full.verdicts)
    expect([bare.traceHash, unchecked.traceHash]).toEqual([full.traceHash, full.traceHash])
    expect(bare.points).toEqual(full.points)
  })

  test('differs by its seed', async () => {
    const hashes = new Set<string>()
    for (let seed = 1; seed <= 5; seed += 1)
      hashes.add(
        (await simulator.simulate({ ...defaultInput, customers: ['pays', 'pays'], seed }, { capture: false }))
          .traceHash,
      )
    expect(hashes.size).toBe(5)
  })

  test('says why a fault did not fire', async () => {
    const plan = parsePlan(
      'server/checkpoint:reserveInventory#1=crash-after;server/commit:createOrder@order-2#1=crash-after;server/commit:undoOrder#1=crash-after',
    )
    const run = await simulator.simulate({ ...defaultInput, plan })
    expect(run.faults.map((fault) => (fault.fired ? 'fired' : fault.reason))).toEqual([
      'Not reached in this lane: no such gap: it saves no checkpoints.',
      'Not reached in this lane: there is no order-2, only 1 of them.',
      'Not reached in this lane: server/commit:undoOrder#1 does not happen in this run.',
    ])
  })

  test.each([
    [
      'connection-lost',
      'ack-lost',
      'No effect: another fault came first at this operation, connection-lost.',
    ],
    [
      'postgres-restart',
      'ack-lost',
      'No effect: another fault came first at this operation, postgres-restart.',
    ],
  ])('says that another fault came first: %s, then %s', async (first, second, reason) => {
    const commit = 'server/commit:reserveInventory#1'
    const plan = parsePlan(`${commit}=${first};${commit}=${second}`)
    const run = await simulator.simulate({ ...defaultInput, implementation: 'durable', plan })
    expect(run.faults).toMatchObject([{ fired: true }, { fired: false, reason }])
  })

  test('says that the operation had failed already', async () => {
    const plan = parsePlan(
      'customer/request:checkout#1=crash-after(target=postgres);server/begin:createOrder#1=ack-lost',
    )
    const run = await simulator.simulate({ ...defaultInput, plan })
    expect(run.faults).toMatchObject([
      { fired: true },
      { fired: false, reason: 'No effect: the operation had failed before this could happen.' },
    ])
  })

  test('captures all that the statements changed: the changes add up to the final rows', async () => {
    for (const implementation of implementations) {
      const run = await simulator.simulate({
        ...defaultInput,
        implementation,
        customers: ['pays', 'leaves'],
        plan: crashed,
      })
      const rows = new Map(
        Object.entries(run.initialTables).flatMap(([table, list]) =>
          list.map((row) => [`${table} ${JSON.stringify(row)}`, row] as const),
        ),
      )
      const open = new Map<string, TraceEvent[]>()
      const apply = ({ changes }: TraceEvent): void => {
        for (const { table, before, after } of changes) {
          const wasThere = before === null || rows.delete(`${table} ${JSON.stringify(before)}`)
          expect(wasThere, JSON.stringify(before)).toBe(true)
          if (after !== null) rows.set(`${table} ${JSON.stringify(after)}`, after)
        }
      }
      for (const event of run.trace) {
        const { what } = event
        if (what.kind === 'statement' && what.transaction !== null)
          open.set(what.transaction, [...(open.get(what.transaction) ?? []), event])
        else if (what.kind === 'commit') open.get(what.transaction)?.forEach(apply)
        else apply(event)
      }
      const left = Object.entries(run.tables).flatMap(([table, list]) =>
        list.map((row) => `${table} ${JSON.stringify(row)}`),
      )
      expect([...rows.keys()].sort()).toEqual(left.sort())
    }
  })
})

describe('a forged webhook', () => {
  const forged: Input = {
    ...defaultInput,
    customers: ['leaves'],
    plan: parsePlan('stripe/webhook:checkout.session.expired#1=forge'),
  }
  const s7 = (verdicts: readonly Verdict[]) => verdicts.find(({ id }) => id === 'S7')?.outcome

  test.each(implementations)('changes nothing: %s', async (implementation) => {
    const run = await simulator.simulate({ ...forged, implementation })
    expect(run.faults).toMatchObject([{ fired: true }])
    expect(run.trace.some(({ what }) => what.kind === 'sent' && what.forged)).toBe(true)
    expect(s7(run.verdicts)).toBe('holds')
  })

  test.each(implementations)(
    'is found by S7 where the shop trusts the forger’s secret: %s',
    async (implementation) => {
      const trusting = scenario.implementations.map((each) => ({
        ...each,
        boot: (machine: Machine) =>
          each.boot({ ...machine, webhookSecret: `${machine.webhookSecret}_guessed` }),
      }))
      const run = await createSimulator(database, { ...scenario, implementations: trusting }).simulate({
        ...forged,
        implementation,
      })
      expect(s7(run.verdicts)).toBe('violated')
    },
  )
})

describe('a server that has died', () => {
  test.each(implementations)(
    'does nothing more until it is back, whatever it was at: %s',
    async (implementation) => {
      // One server for two customers: it dies with several operations under way.
      const input: Input = {
        ...defaultInput,
        implementation,
        customers: ['pays', 'pays'],
        servers: 1,
        seed: 5,
      }
      const before = await simulator.simulate(input, { capture: false, checks: 'never' })
      for (const point of before.points.filter((each) => each.startsWith('server/'))) {
        const run = await simulator.simulate(
          { ...input, plan: parsePlan(`${point}=crash-before`) },
          { capture: false, checks: 'never' },
        )
        const died = run.trace.findIndex(({ what }) => what.kind === 'process' && what.change === 'crashed')
        const back = run.trace.findIndex(({ what }) => what.kind === 'process' && what.change === 'restarted')
        const meanwhile = run.trace.slice(died + 1, back).filter(({ actor }) => actor.role === 'server')
        expect(
          meanwhile.map(({ what }) => what.kind),
          point,
        ).toEqual([])
      }
    },
  )
})

describe('a fault added at any operation', () => {
  test.each(implementations)('leaves everything before it unchanged: %s', async (implementation) => {
    const input: Input = { ...defaultInput, implementation, customers: ['pays', 'pays'], seed: 3 }
    const before = await simulator.simulate(input)
    // One kind for each point, another one for the next: all kinds come up, and each point does.
    for (const [index, point] of before.points.entries()) {
      const kinds = kindsAt(parsePoint(point))
      const kind = kinds[index % kinds.length]
      if (kind === undefined) continue
      const [fault] = parsePlan(`${point}=${kind}`) as [Fault]
      const after = await simulator.simulate({ ...input, plan: [fault] })
      const [outcome] = after.faults
      if (outcome?.fired === false && outcome.reason.includes('has a transaction open')) continue
      if (!outcome?.fired) throw new Error(`${point}: ${outcome?.reason}`)
      const prefix = outcome.event - 1
      const unchanged = (run: typeof before) => run.trace.slice(0, prefix).map(plain)
      expect(unchanged(after), point).toEqual(unchanged(before))
    }
  })
})

describe('random inputs', () => {
  test('end, whatever is done to them; and the same twice', async () => {
    const input = fc.record({
      implementation: fc.constantFrom(...implementations),
      customers: fc.array(fc.constantFrom(...customers), { minLength: 1, maxLength: 2 }),
      stock: fc.integer({ min: 0, max: 2 }),
      servers: fc.integer({ min: 1, max: 2 }),
      seed: fc.integer({ min: 0, max: 999 }),
      settleMs: fc.constantFrom(0, 60_000, 7_200_000),
      plan: randomPlan(3),
    })
    await fc.assert(
      fc.asyncProperty(input, async (drawn) => {
        const whole: Input = { ...defaultInput, ...drawn }
        const first = await simulator.simulate(whole, { capture: false })
        const second = await simulator.simulate(whole, { capture: false })
        expect(second.traceHash).toBe(first.traceHash)
        expect(first.end).toEqual({ kind: 'settled' })
      }),
      { numRuns: 200 },
    )
  })
})
