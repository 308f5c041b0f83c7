import { describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { formatPlan, parseInput, parsePoint, type Run } from '#simulator'
import { sentence } from '#simulator/sentence.ts'
import { isWhole } from '#simulator/testing/is-whole.ts'
import { carefulLanes, openPlayer } from './testing/play.ts'
import { idsOf } from './testing/verdicts.ts'

/** For a time everything with one party fails: what each failure looks like, and that the careful ones get over it. */

const play = openPlayer()

const create = 'server/stripe.checkout.sessions.create#1'
const completed = 'stripe/webhook:checkout.session.completed#1'
const hourMs = 3_600_000

/** The first outage of a run: its events between, and those that are caused by it. */
function window(run: Run) {
  const began = run.trace.find(({ what }) => what.kind === 'fault')
  const ended = run.trace.find(({ what }) => what.kind === 'restored')
  if (began === undefined || ended === undefined) throw new Error('There is no outage in the trace.')
  const meanwhile = run.trace.slice(began.index, ended.index - 1)
  const failed = run.trace.filter(({ cause, index }) => cause === began.index && index < ended.index)
  return { lengthMs: ended.atMs - began.atMs, meanwhile, failed, ended }
}

describe('an outage', () => {
  test('of Stripe: no call arrives there, and each names the outage as its cause', async () => {
    const run = await play({ implementation: 'durable', plan: `${create}=outage(for=10min)` })
    const { lengthMs, meanwhile, failed, ended } = window(run)
    expect(lengthMs).toBe(600_000)
    const calls = meanwhile.filter(({ what }) => what.kind === 'stripe-call')
    expect(calls.length).toBeGreaterThan(2)
    expect(calls.every(({ what }) => what.kind === 'stripe-call' && what.lost === 'request')).toBe(true)
    expect(failed).toEqual(calls)
    expect(calls[0] && sentence(calls[0], run)).toBe(
      'A asks Stripe for a payment session: it cannot be reached',
    )
    expect(sentence(ended, run)).toBe('Stripe can be reached again')
  })

  test('of Postgres: no statement succeeds, and an open transaction is lost', async () => {
    const plan = 'server/reserveInventory.takeStock#1=outage(for=10min)'
    const run = await play({ implementation: 'durable', plan })
    const { meanwhile } = window(run)
    const statements = meanwhile.flatMap(({ what }) => (what.kind === 'statement' ? [what] : []))
    expect(statements.length).toBeGreaterThan(1)
    expect(statements.every(({ error }) => error?.sqlState === '08006')).toBe(true)
    const ends = meanwhile.flatMap(({ what }) => (what.kind === 'rollback' ? [what.why] : []))
    expect(ends).toEqual(['its connection is lost'])
    expect(meanwhile.some(({ what }) => what.kind === 'begin' || what.kind === 'commit')).toBe(false)
  })

  test('of webhooks: each is lost, and one that Stripe sends later arrives', async () => {
    const run = await play({ implementation: 'naive', plan: `${completed}=outage` })
    const { lengthMs, meanwhile, failed } = window(run)
    expect(lengthMs).toBe(hourMs)
    const sent = meanwhile.filter(({ what }) => what.kind === 'sent' && what.label.startsWith('webhook:'))
    expect(sent.length).toBeGreaterThan(1)
    expect(sent.every(({ what }) => what.kind === 'sent' && what.fate === 'dropped')).toBe(true)
    expect(failed).toEqual(sent)
    expect(idsOf(run)).toBe('')
  })

  test('of a server: it runs on, nobody reaches it, and what it does at last is refused', async () => {
    const plan = 'server/begin:reserveInventory#1=outage(for=20s,of=A)'
    const run = await play({ implementation: 'durable', plan })
    const { meanwhile, ended } = window(run)
    const ofA = meanwhile.filter(({ actor }) => actor.role === 'server' && actor.name === 'A')
    expect(ofA.length).toBeGreaterThan(1)
    expect(ofA.some(({ what }) => what.kind === 'arrived' || what.kind === 'commit')).toBe(false)
    const later = run.trace.slice(ended.index)
    expect(later.some(({ what }) => what.kind === 'workflow' && what.progress === 'fenced')).toBe(true)
    expect(idsOf(run)).toBe('')
  })

  test('of the only server: its customer cannot reach the shop', async () => {
    const plan = 'customer/request:checkout#1=outage(for=10s,of=A)'
    const run = await play({ implementation: 'durable', servers: '1', plan })
    const why = run.trace.flatMap(({ what }) => (what.kind === 'no-answer' ? [what.why] : []))
    expect(why).toContain('no server can be reached')
    expect(idsOf(run)).toBe('')
  })

  test.each([
    [create, 'stripe'],
    [completed, 'webhooks'],
    ['server/begin:createOrder#1', 'postgres'],
    ['server/claim#1', 'postgres'],
    ['server/response:checkout#1', 'A'],
  ])('at %s is of %s, if it does not say of what', async (point, of) => {
    const run = await play({ implementation: 'durable', plan: `${point}=outage(for=1min)` })
    expect(window(run).ended.what).toEqual({ kind: 'restored', of })
  })

  test('at an operation of a customer says of what', () => {
    const read = (fault: string) =>
      parseInput({ plan: `customer/request:checkout#1=${fault}` }, scenario.vocabulary)
    expect(read('outage').problems.join()).toContain('elsewhere name what fails with of=')
    const named = read('outage(of=postgres)')
    expect(named.problems).toEqual([])
    expect(formatPlan(named.input.plan)).toBe('customer/request:checkout#1=outage(of=postgres)')
  })

  test('ends when settling begins', async () => {
    const plan = `${completed}=outage(for=21d)`
    const run = await play({ implementation: 'durable', plan })
    expect(window(run).ended.atMs).toBe(run.input.settleMs)
    expect(run.end).toEqual({ kind: 'settled' })
  })

  test('changes nothing before it', async () => {
    const without = await play({ implementation: 'durable' })
    const run = await play({ implementation: 'durable', plan: `${create}=outage` })
    const struck = run.trace.findIndex(({ what }) => what.kind === 'fault')
    expect(run.trace.slice(0, struck)).toEqual(without.trace.slice(0, struck))
    const at = run.points.indexOf(create)
    expect(run.points.slice(0, at + 1)).toEqual(without.points.slice(0, at + 1))
  })

  test('in which a customer gives up is a lost sale, and no violation', async () => {
    const plan = 'server/start:checkout#1=outage(for=10min)'
    const run = await play({ implementation: 'durable', plan })
    expect(run.trace.some(({ what }) => what.kind === 'customer' && what.action === 'gives up')).toBe(true)
    expect(run.tables).toMatchObject({ orders: [], shipments: [], inventory: [{ stock: 2 }] })
    expect(idsOf(run)).toBe('')
  })
})

/** One in so many, unless all are wanted; over four lengths and six parties that is about 2,500 runs. */
const sampled = isWhole ? 1 : 101

test.each(carefulLanes)('$implementation gets over every outage at every point', async (lane) => {
  const { points } = await play({ ...lane })
  const faults = ['10s', '10min', '1h', '6h'].flatMap((length) =>
    ['', ',of=stripe', ',of=webhooks', ',of=postgres', ',of=A', ',of=B'].flatMap((of) =>
      points
        .filter((point) => of !== '' || parsePoint(point).role !== 'customer')
        .map((point) => `${point}=outage(for=${length}${of})`),
    ),
  )
  // Long enough for the longest not to end with settling.
  const settleMs = String(24 * hourMs)
  for (const plan of faults.filter((_, at) => at % sampled === 0)) {
    const run = await play({ ...lane, plan, settleMs }, { capture: false })
    expect([plan, idsOf(run), run.end.kind]).toEqual([plan, '', 'settled'])
  }
})
