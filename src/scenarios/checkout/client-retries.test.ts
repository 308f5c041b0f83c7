import { describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { defaultInput, parsePlan, type Input, type Run } from '#simulator'
import { violatedBy } from './testing/verdicts.ts'
import { openSimulator } from './testing/open-simulator.ts'

/** What the official client's retries do for a shop whose author did not think of them. */

const simulator = openSimulator()

const created = 'server/stripe.checkout.sessions.create#1'
const lost = ['request-lost', 'response-lost', 'timeout'] as const

const violated = (plan: string, guards: Input['guards'] = {}): Promise<string> =>
  violatedBy(simulator, { implementation: 'naive', customers: 'pays', plan, guards })

async function callsOf(plan: string, input: Partial<Input> = {}) {
  const run = await simulator.simulate({ ...defaultInput, ...input, plan: parsePlan(plan) })
  return stripeCalls(run)
}

function stripeCalls({ trace }: Run) {
  return trace.flatMap(({ atMs, point, what }) =>
    what.kind === 'stripe-call'
      ? [{ atMs, point, key: what.idempotencyKey, lost: what.lost, status: what.status }]
      : [],
  )
}

describe('naive, and Stripe’s first answer does not come', () => {
  test.each(lost)('%s: the client sends the call again, and all holds', async (kind) => {
    expect(await violated(`${created}=${kind}`)).toBe('')
  })

  test.each([
    ['request-lost', 'S5 L1'],
    ['response-lost', 'S9'],
    ['timeout', 'S9'],
  ])('%s, without clientRetries: the call is sent once, which violates %s', async (kind, ids) => {
    expect(await violated(`${created}=${kind}`, { clientRetries: false })).toBe(ids)
  })

  test.each([
    ['error-before', 'S5 L1'],
    ['error-after', 'S9'],
    ['rate-limited', 'S5 L1'],
  ])('%s: Stripe keeps the 500, or asks for less: not sent again, which violates %s', async (kind, ids) => {
    expect(await violated(`${created}=${kind}`)).toBe(ids)
    expect(await violated(`${created}=${kind}`, { clientRetries: false })).toBe(ids)
  })

  test('two more tries: a third lost connection is the caller’s', async () => {
    const three = [1, 2, 3].map((n) => `server/stripe.checkout.sessions.create#${n}=request-lost`)
    expect(await violated(three.slice(0, 2).join(';'))).toBe('')
    expect(await violated(three.join(';'))).toBe('S5 L1')
  })
})

describe('a call that is sent again', () => {
  test('has the same key, 0.5 s after the failure, and a point of its own', async () => {
    const [first, second, ...rest] = await callsOf(`${created}=response-lost`)
    expect(first?.key).toMatch(/^stripe-node-retry-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(second).toEqual({
      atMs: (first?.atMs ?? 0) + 500,
      point: 'server/stripe.checkout.sessions.create#2',
      key: first?.key,
      lost: null,
      status: 200,
    })
    expect(rest).toEqual([])
  })

  test('after a time-out it is sent 80.5 s later', async () => {
    const [first, second] = await callsOf(`${created}=timeout`)
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBe(80_500)
  })

  test('keys are drawn from the seed: the same again, others with another, one a call', async () => {
    const keys = async (seed: number) =>
      (await callsOf('', { customers: ['double-clicks'], seed })).map(({ key }) => key)
    const [one, again, other] = [await keys(1), await keys(1), await keys(2)]
    expect(one).toHaveLength(2)
    expect(new Set(one).size).toBe(2)
    expect(again).toEqual(one)
    expect(other.some((key) => one.includes(key))).toBe(false)
  })

  test('a server that dies during the pause does not send it again', async () => {
    const plan = `${created}=request-lost;server/stripe.checkout.sessions.create#1=crash-after(restart=never)`
    const [first, second] = await callsOf(plan)
    expect(second?.key).not.toBe(first?.key)
  })

  test.each(scenario.implementations.map(({ name }) => name))('%s has the guard, on', (name) => {
    const { guards } = scenario.implementations.find((each) => each.name === name) ?? { guards: [] }
    expect(guards.find((guard) => guard.name === 'clientRetries')?.default).toBe(true)
  })
})
