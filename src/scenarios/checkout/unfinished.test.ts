/** What is said of a run that was stopped before its end, and which runs come to their end (A3, A4). */
import type { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import {
  allHold,
  defaultInput,
  formatPlan,
  kindsAt,
  parsePlan,
  parsePoint,
  violatedIds,
  violationsIn,
  whyNotJudged,
  whyUnsettled,
  type Input,
  type Run,
} from '#simulator'
import { worldLeftOut } from '#simulator/left-out.ts'
import { createSimulator, usualLimits, type RunLimits, type Simulator } from '#simulator/simulate.ts'
import { openTestDatabase } from '#simulator/testing/open-database.ts'

let database: PGlite
let simulator: Simulator
beforeAll(async () => {
  database = await openTestDatabase()
  simulator = createSimulator(database, scenario)
})
afterAll(() => database.close())

function runOf(
  implementation: string,
  customer: string,
  plan: string,
  rest: Partial<Input> = {},
): Promise<Run> {
  const input = { ...defaultInput, ...rest, implementation, customers: [customer], plan: parsePlan(plan) }
  return simulator.simulate(input, { capture: false })
}

/** The same database, less time. */
function simulateWithin(limits: Partial<RunLimits>, input: Input): Promise<Run> {
  return createSimulator(database, scenario, { ...usualLimits, ...limits }).simulate(input, {
    capture: false,
  })
}

describe('a run goes on for as long as anything is to come', () => {
  test.each([
    [
      'a request that is 50 h late, and a payment of which Stripe never tells',
      'customer/request:checkout#1=delay(by=50h);stripe/webhook:checkout.session.async_payment_succeeded#1=drop(tries=all)',
      146,
    ],
    ['a request that is five days late', 'customer/request:checkout#1=delay(by=5d)', 192],
  ])('A3: %s', async (_what, plan, hours) => {
    const run = await runOf('durable', 'settles-later', plan)
    expect(run.faults.every(({ fired }) => fired)).toBe(true)
    expect(run.end).toEqual({ kind: 'settled' })
    expect(allHold(run)).toBe(true)
    expect(Math.floor((run.trace.at(-1)?.atMs ?? 0) / 3_600_000)).toBe(hours)
  })

  test.each([6, 12])('A4: %d calls to Stripe time out one after the other', async (calls) => {
    const create = 'server/stripe.checkout.sessions.create'
    const plan = Array.from({ length: calls }, (_, at) => `${create}#${at + 1}=timeout`).join(';')
    const run = await runOf('durable', 'pays', plan)
    expect(run.faults.every(({ fired }) => fired)).toBe(true)
    expect(run.end).toEqual({ kind: 'settled' })
    expect(allHold(run)).toBe(true)
  })
})

describe('a run that is stopped', () => {
  const naive: Input = {
    ...defaultInput,
    implementation: 'naive',
    plan: parsePlan('server/commit:reserveInventory#1=crash-after'),
  }

  test('is not judged, whatever its rows are by then', async () => {
    const run = await simulateWithin({ mostTurns: 30 }, naive)
    expect(run.end).toEqual({
      kind: 'cut-off',
      why: 'The simulator stopped the run after 30 operations and timers.',
    })
    expect(run.verdicts).toHaveLength(scenario.invariants.length)
    for (const verdict of run.verdicts) expect(verdict.outcome).toBe('not-judged')
    expect(whyNotJudged(run)).toBe(whyUnsettled(run))
    expect(scenario.ask(run)).toMatchObject({
      answer: 'Not judged. The simulator stopped the run after 30 operations and timers.',
      tone: 'not-judged',
    })
  })

  test('keeps what was seen violated by then, and says of the rest that it is not judged', async () => {
    const double: Input = {
      ...defaultInput,
      implementation: 'naive',
      customers: ['double-clicks'],
      settleMs: 0,
    }
    const whole = await simulator.simulate(double, { capture: false })
    const seen = violationsIn(whole).find(({ id }) => id === 'S9')
    const cut = await simulateWithin({ latestMs: 30_000, mostTurns: 200 }, double)
    expect(cut.end).toMatchObject({
      kind: 'cut-off',
      why: 'The simulator stopped the run on day 0 of its own time.',
    })
    expect(violationsIn(cut)).toEqual([seen])
    expect(cut.verdicts.filter(({ outcome }) => outcome === 'not-judged')).toHaveLength(
      cut.verdicts.length - 1,
    )
    expect(scenario.ask(cut)).toMatchObject({ tone: 'violated' })
  })

  test('never has a violated end invariant, and no violation that the whole run has not', async () => {
    const { points } = await simulator.simulate(defaultInput, { capture: false, checks: 'never' })
    const faults = points.flatMap((point) => kindsAt(parsePoint(point)).map((kind) => `${point}=${kind}`))
    const drawn = fc.record({
      // The naive one violates most, and early.
      implementation: fc.constantFrom('naive', 'naive', 'naive', 'state-machine', 'at-least-once', 'durable'),
      // These are in a hurry, and make it violate something.
      customers: fc.array(fc.constantFrom('double-clicks', 'pays-both', 'retries', 'pays'), {
        minLength: 1,
        maxLength: 2,
      }),
      stock: fc.constantFrom(1, 2),
      seed: fc.integer({ min: 0, max: 99 }),
      plan: fc.array(fc.constantFrom(...faults), { maxLength: 3 }).map((plan) => parsePlan(plan.join(';'))),
      mostTurns: fc.noBias(fc.integer({ min: 10, max: 130 })),
    })
    let stopped = 0
    let violating = 0
    await fc.assert(
      fc.asyncProperty(drawn, async ({ mostTurns, ...rest }) => {
        const input: Input = { ...defaultInput, ...rest }
        const cut = await simulateWithin({ mostTurns }, input)
        const whole = await simulator.simulate(input, { capture: false })
        const isCut = cut.end.kind === 'cut-off'
        expect(isCut).toBe(cut.traceHash !== whole.traceHash)
        if (!isCut) return
        stopped += 1
        const violations = violationsIn(cut)
        if (violations.length > 0) violating += 1
        expect(violations.filter(({ when }) => when === 'end')).toEqual([])
        expect(violationsIn(whole), formatPlan(input.plan)).toEqual(expect.arrayContaining([...violations]))
        expect(cut.verdicts.filter(({ outcome }) => outcome === 'holds')).toEqual([])
      }),
      { numRuns: 150, seed: 12 },
    )
    // Enough of both to mean something.
    expect(stopped).toBeGreaterThan(40)
    expect(violating).toBeGreaterThan(2)
  })
})

describe('that a run never ends is said only where it is shown', () => {
  test('tries that are counted are no circle, however alike they are', async () => {
    const create = 'server/stripe.checkout.sessions.create'
    const plan = Array.from({ length: 12 }, (_, at) => `${create}#${at + 1}=error-before`).join(';')
    const run = await runOf('durable', 'pays', plan)
    expect(run.points.filter((point) => point.startsWith(create)).length).toBeGreaterThan(10)
    expect(run.end).toEqual({ kind: 'settled' })
    expect(violatedIds(run)).not.toContain('L2')
    expect(whyNotJudged(run)).toBeNull()
  })

  test('each column that is left out of the comparison is one of a table', async () => {
    for (const { table, column } of [...worldLeftOut, ...scenario.leftOut])
      await expect(database.query(`select ${column} from ${table} limit 0`), column).resolves.toBeDefined()
  })
})

test('no caller can take what is not violated for what holds', async () => {
  const { verdicts } = await runOf('durable', 'pays', '')
  // @ts-expect-error -- There is no such field: a verdict is one of three.
  expect(verdicts.map(({ holds }) => holds as unknown)).not.toContain(true)
})
