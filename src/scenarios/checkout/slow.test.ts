import { describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { parseInput, type Run, type TraceEvent } from '#simulator'
import { sentence } from '#simulator/sentence.ts'
import { carefulLanes, openPlayer } from './testing/play.ts'
import { idsOf } from './testing/verdicts.ts'

/** A call or a statement that takes time: request, effect and answer are three moments. */

const play = openPlayer()

const create = 'server/stripe.checkout.sessions.create#1'

const callsOf = (run: Run) => run.trace.flatMap(({ what }) => (what.kind === 'stripe-call' ? [what] : []))
const performed = (run: Run, point: string): TraceEvent | undefined =>
  run.trace.find((event) => event.point === point && event.what.kind !== 'fault')
const struckAtMs = (run: Run): number => {
  const [outcome] = run.faults
  return outcome?.fired === true ? (run.trace[outcome.event - 1]?.atMs ?? 0) : Number.NaN
}

describe.each(carefulLanes)('$implementation', (lane) => {
  test.each([
    ['retries', `${create}=slow`],
    ['double-clicks', `${create}=slow`],
    ['pays', `${create}=slow(by=90s)`],
    ['pays', `${create}=slow(by=90s,effect=first)`],
    ['pays', `${create}=slow;${create}=crash-after`],
  ])('%s, %s: one page, and all holds', async (customers, plan) => {
    const run = await play({ ...lane, customers, plan })
    expect(idsOf(run)).toBe('')
    expect(run.end).toEqual({ kind: 'settled' })
    expect(run.tables['stripe.sessions']).toHaveLength(1)
  })

  test('a second call under the key of one that is under way is 409, and right later', async () => {
    const run = await play({ ...lane, customers: 'pays', plan: `${create}=slow;${create}=crash-after` })
    const calls = callsOf(run)
    const inUse = calls.filter(({ status }) => status === 409)
    expect(inUse.length).toBeGreaterThan(0)
    for (const call of inUse)
      expect(call.response).toMatchObject({ error: { code: 'idempotency_key_in_use' } })
    // The server that asked first has died: Stripe has done it all the same, and repeats its answer.
    const key = inUse[0]?.idempotencyKey
    expect(calls.filter((call) => call.idempotencyKey === key).at(-1)).toMatchObject({
      status: 200,
      replayed: true,
    })
  })

  test('the client waits for 80 seconds, and asks again under the same key', async () => {
    const run = await play({ ...lane, customers: 'pays', plan: `${create}=slow(by=90s)` })
    const [second, third] = run.trace.filter(
      ({ what, atMs }) => what.kind === 'stripe-call' && atMs - struckAtMs(run) >= 80_000,
    )
    expect((second?.atMs ?? 0) - struckAtMs(run)).toBe(80_500)
    expect(second?.what).toMatchObject({ status: 409 })
    expect(third?.what).toMatchObject({ status: 409 })
    expect(performed(run, create)?.what).toMatchObject({ status: null, lost: 'timeout' })
  })
})

test('request, effect and answer: the effect comes at the end, or at the beginning', async () => {
  const [last, first] = [
    await play({ implementation: 'durable', plan: `${create}=slow` }),
    await play({ implementation: 'durable', plan: `${create}=slow(effect=first)` }),
  ]
  const saved = 'server/checkpoint:createSession#1'
  const lengths = [last, first].map((run) =>
    [create, saved].map((point) => (performed(run, point)?.atMs ?? 0) - struckAtMs(run)),
  )
  expect(lengths).toEqual([
    [30_000, 30_000],
    [0, 30_000],
  ])
  const event = performed(last, create)
  expect(event && sentence(event, last)).toBe('Stripe answers A after 30 s: cs_1')
})

test('what Stripe answers in the end is said, and the client’s own next try is told as a call of its own', async () => {
  const said = async (plan: string) => {
    const run = await play({ implementation: 'naive', plan })
    return run.trace.flatMap((event) => (event.what.kind === 'stripe-call' ? [sentence(event, run)] : []))
  }
  const inUse = /^A asks Stripe for a payment session: 409 Another request/
  expect(await said(`${create}=slow(by=2h)`)).toEqual([
    expect.stringMatching(inUse),
    expect.stringMatching(inUse),
    'B asks Stripe for a payment session: cs_1',
    expect.stringMatching(/^Stripe refuses what A asked for 2 h ago: The `expires_at` timestamp/),
  ])
  expect(await said(`${create}=slow;${create}=error-after`)).toEqual([
    'Stripe answers A after 30 s: 500 An unknown error occurred',
    'B asks Stripe for a payment session: cs_2',
  ])
})

test.each(['claim#1=slow(effect=first)', 'renew#1=slow(by=1min)'])(
  'a lease runs out under server/%s: another executor takes over, and all holds',
  async (fault) => {
    // A call that is slow too keeps the workflow at work.
    const plan = `server/${fault};${create}=slow(by=70s)`
    const run = await play({ implementation: 'durable', plan })
    expect(run.faults.every(({ fired }) => fired)).toBe(true)
    expect(run.trace.some(({ what }) => what.kind === 'workflow' && what.progress === 'recovered')).toBe(true)
    expect(idsOf(run)).toBe('')
  },
)

test('a statement does its work although its server has died', async () => {
  const point = 'server/start:checkout#1'
  const plan = `${point}=slow;${point}=crash-after`
  const run = await play({ implementation: 'durable', customers: 'gives-up', plan })
  const died = run.trace.find(({ what }) => what.kind === 'process' && what.change === 'crashed')
  expect(performed(run, point)?.index).toBeGreaterThan(died?.index ?? Infinity)
  expect(run.tables['orders']).toMatchObject([{ status: 'CANCELLED' }])
  expect(idsOf(run)).toBe('')
})

test('Stripe does not wait for a server that is frozen; the server hears of it when it is back', async () => {
  const plan = `${create}=slow;server/renew#1=freeze(for=5min)`
  const run = await play({ implementation: 'durable', servers: '1', plan })
  expect((performed(run, create)?.atMs ?? 0) - struckAtMs(run)).toBe(30_000)
  const thawed = run.trace.find(({ what }) => what.kind === 'process' && what.change === 'thawed')
  const saved = performed(run, 'server/checkpoint:createSession#1')
  expect(saved?.index).toBeGreaterThan(thawed?.index ?? Infinity)
})

test('a customer gives up while the shop still works: what was begun is undone', async () => {
  const plan = 'server/start:checkout#1=slow(by=10min)'
  const run = await play({ implementation: 'durable', customers: 'gives-up', plan })
  const gaveUp = run.trace.find(({ what }) => what.kind === 'customer' && what.action === 'gives up')
  expect(performed(run, 'server/start:checkout#1')?.index).toBeGreaterThan(gaveUp?.index ?? Infinity)
  expect(run.tables).toMatchObject({ orders: [{ status: 'CANCELLED' }], inventory: [{ stock: 2 }] })
  expect(idsOf(run)).toBe('')
})

describe('an outage beside it', () => {
  const lostCalls = (run: Run) =>
    run.trace.flatMap(({ what }) => (what.kind === 'stripe-call' ? [what.lost] : []))

  test('that begins at the call: it does not get there, and takes no time', async () => {
    const run = await play({ implementation: 'durable', plan: `${create}=slow;${create}=outage(for=10s)` })
    expect(run.faults).toMatchObject([{ fired: false }, { fired: true }])
    expect(lostCalls(run)[0]).toBe('request')
    expect(idsOf(run)).toBe('')
  })

  test('that begins while Stripe works: the page is made, and nobody hears of it', async () => {
    const plan = `${create}=slow;server/renew#1=outage(for=1min,of=stripe)`
    const run = await play({ implementation: 'durable', plan })
    expect(performed(run, create)?.what).toMatchObject({
      status: null,
      lost: 'response',
      response: { id: 'cs_1' },
    })
    expect(lostCalls(run)).toContain('request')
    expect(run.tables['stripe.sessions']).toHaveLength(1)
    expect(idsOf(run)).toBe('')
  })

  test('of Postgres while a statement is at work: it is done, and its server does not know', async () => {
    const plan = 'server/start:checkout#1=slow(by=20s);server/start:checkout@order-2#1=outage(for=1min)'
    const run = await play({ implementation: 'durable', customers: 'pays,pays', plan })
    const done = performed(run, 'server/start:checkout#1')
    expect(done?.changes).not.toEqual([])
    const told = run.trace[done?.index ?? 0]
    expect(told?.what).toMatchObject({ kind: 'no-answer', why: 'connect ECONNREFUSED' })
    expect(run.trace[(told?.cause ?? 0) - 1]?.what.kind).toBe('fault')
    expect(idsOf(run)).toBe('')
  })

  test('of Postgres while a claim is under way: it is claimed, nobody knows, and another recovers it', async () => {
    const plan =
      'server/claim#1=slow(by=20s);server/response:checkout.session.completed#1=outage(for=1min,of=postgres)'
    const run = await play({ implementation: 'durable', plan })
    const claimed = performed(run, 'server/claim#1')
    expect(claimed?.changes).not.toEqual([])
    expect(run.trace[claimed?.index ?? 0]?.what).toMatchObject({ kind: 'no-answer' })
    const recovered = run.trace.find(({ what }) => what.kind === 'workflow' && what.progress === 'recovered')
    expect(recovered?.index).toBeGreaterThan(claimed?.index ?? Infinity)
    expect(idsOf(run)).toBe('')
  })
})

test('within a transaction nothing takes time, and the plan says why', async () => {
  const run = await play({ plan: 'server/reserveInventory.takeStock#1=slow' })
  expect(run.faults).toMatchObject([{ fired: false }])
  expect(JSON.stringify(run.faults)).toContain('Not possible here: its server has a transaction open')
})

test('nothing takes time at a begin or a commit', () => {
  for (const at of ['begin:createOrder', 'commit:createOrder', 'response:checkout'])
    expect(parseInput({ plan: `server/${at}#1=slow` }, scenario.vocabulary).problems.join()).toContain(
      'slow is for calls to Stripe, and statements of a server outside a transaction',
    )
})

test('points before it are as without it', async () => {
  const without = await play({ implementation: 'durable' })
  const run = await play({ implementation: 'durable', plan: `${create}=slow` })
  const struck = run.trace.findIndex(({ what }) => what.kind === 'fault')
  expect(run.trace.slice(0, struck)).toEqual(without.trace.slice(0, struck))
  const at = run.points.indexOf(create)
  expect(run.points.slice(0, at + 1)).toEqual(without.points.slice(0, at + 1))
})
