import { describe, expect, test } from 'vitest'
import { defaultInput, parsePlan, type Input, type Run } from '#simulator'
import { idsOf } from './testing/verdicts.ts'
import { openSimulator } from './testing/open-simulator.ts'

/** Stripe answers 500 again and again: each new try has a new key, and what fails for good is undone. */

const simulator = openSimulator()

const careful = [
  { implementation: 'state-machine', guards: {} },
  { implementation: 'at-least-once', guards: { idempotentSteps: true } },
  { implementation: 'durable', guards: {} },
] as const

const created = (number: number, kind: string) => `server/stripe.checkout.sessions.create#${number}=${kind}`
const failures = (count: number, kind: string) =>
  Array.from({ length: count }, (_, at) => created(at + 1, kind)).join(';')

function simulate(plan: string, input: Partial<Input>): Promise<Run> {
  return simulator.simulate({ ...defaultInput, ...input, plan: parsePlan(plan) })
}

const creations = ({ trace }: Run) =>
  trace.flatMap(({ atMs, what }) =>
    what.kind === 'stripe-call' && what.label.endsWith('.create') ? [{ atMs, ...what }] : [],
  )

describe.each(careful)('$implementation', (lane) => {
  test.each([
    [4, 'error-before'],
    [4, 'error-after'],
    [12, 'error-before'],
    [4, 'rate-limited'],
  ])('%i times %s: all holds, and Alice gets one mug for one payment', async (count, kind) => {
    const run = await simulate(failures(count, kind), lane)
    expect(idsOf(run)).toBe('')
    expect(run.tables['shipments']).toHaveLength(1)
    expect(run.tables['stripe.charges']).toHaveLength(1)
  })

  test('no key that Stripe has answered anew with a 500 is used for a new try', async () => {
    const run = await simulate(failures(12, 'error-before'), lane)
    const made = creations(run).filter(({ replayed }) => !replayed)
    expect(made.length).toBeGreaterThan(4)
    expect(new Set(made.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(made.length)
  })

  test('between two failures the server waits', async () => {
    const made = creations(await simulate(failures(4, 'error-before'), lane)).filter(
      ({ replayed }) => !replayed,
    )
    const gapsMs = made.slice(1).map(({ atMs }, at) => atMs - (made[at]?.atMs ?? 0))
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(500)
  })

  test('a page that Stripe never makes: the order is undone, and its mug is back in stock', async () => {
    const run = await simulate(failures(100, 'rate-limited'), lane)
    expect(idsOf(run)).toBe('')
    expect(run.tables['orders']).toMatchObject([{ status: 'CANCELLED' }])
    expect(run.tables['inventory']).toMatchObject([{ stock: 2 }])
  })

  test('a page that cannot be closed for hours: the server asks until it knows, and then undoes', async () => {
    const lost = Array.from(
      { length: 150 },
      (_, at) => `server/stripe.checkout.sessions.expire#${at + 1}=request-lost`,
    )
    const plan = [...lost, 'stripe/webhook:checkout.session.expired#1=drop(tries=all)'].join(';')
    const run = await simulate(plan, { ...lane, customers: ['leaves'] })
    expect(idsOf(run)).toBe('')
    expect(run.tables['orders']).toMatchObject([{ status: 'CANCELLED' }])
  })

  test('a server that dies between two keys goes on with the next key', async () => {
    const plan = `${created(1, 'error-before')};${created(2, 'error-before')};server/stripe.checkout.sessions.list#2=crash-before`
    const run = await simulate(plan, lane)
    expect(idsOf(run)).toBe('')
    expect(run.tables['shipments']).toHaveLength(1)
  })
})
