import { describe, expect, test } from 'vitest'
import { parsePlan } from './plan.ts'
import { about, sentence } from './sentence.ts'
import { durableSample, naiveSample, rolledBackSample } from './testing/sample-runs.ts'
import type { TraceEvent } from './trace.ts'

const durable = durableSample()
const said = durable.trace.map((event) => sentence(event, durable))

describe('sentence', () => {
  test('says what a person would say', () => {
    expect(said).toContain('Alice clicks Buy')
    expect(said).toContain('A reserves a mug: stock 2 → 1')
    expect(said).toContain('A commits the reservation and checkpoint 1 in one transaction')
    expect(said).toContain('A writes checkpoint 1, not yet committed')
    expect(said).toContain('B writes checkpoint 2')
    expect(said).toContain('B finds checkpoint 1 and does not run reserveInventory again')
    expect(said).toContain('B asks Stripe for a payment session: cs_1')
    expect(said).toContain('Alice opens Stripe’s page: the page says “one mug, €18”')
  })

  test('tells a message that came from one that did not come in time, and a change from none', () => {
    const recv = durable.trace.find(({ what }) => 'label' in what && what.label === 'recv:payment')
    const insert = durable.trace.find(({ what }) => what.kind === 'statement' && what.transaction !== null)
    if (recv === undefined || insert?.what.kind !== 'statement') throw new Error('The sample has them')
    const change = { key: 'cart-1/4', before: null, after: {} }
    const says = (event: TraceEvent, tables: readonly string[]) =>
      sentence({ ...event, changes: tables.map((table) => ({ ...change, table })) }, durable)
    expect(says(recv, ['engine.message', 'engine.step_checkpoint'])).toMatch(/ takes the message “payment”$/)
    expect(says(recv, ['engine.step_checkpoint'])).toMatch(/ records that no message “payment” came in time$/)
    expect(says(recv, [])).toMatch(/ looks for the message “payment”: none yet$/)
    expect(says({ ...insert, what: { ...insert.what, sql: 'update …' } }, [])).toMatch(
      /, and no row changes$/,
    )
  })

  test('tells a checkpoint that is written from one that is refused', () => {
    const written = durable.trace.find(
      ({ what }) => what.kind === 'statement' && what.label === 'checkpoint:createSession',
    )
    if (written?.what.kind !== 'statement') throw new Error('The sample has one')
    const refused = { ...written, changes: [], what: { ...written.what, rows: [{ is_owned: false }] } }
    expect(sentence(refused, durable)).toMatch(
      / tries to write checkpoint of createSession, and no longer holds the workflow$/,
    )
  })

  test('says where a move brings an order, or when it is looked at again where it stays', () => {
    const insert = durable.trace.find(({ what }) => what.kind === 'statement' && what.transaction !== null)
    if (insert?.what.kind !== 'statement') throw new Error('The sample has one')
    const row = { status: 'PENDING', due_at: null as string | null }
    const due = '2030-01-01T00:00:20.000Z'
    const sql = `update orders set status = $2, due_at = engine.now() + $3::float8 * interval '1 millisecond'`
    const moves = (after: typeof row) =>
      sentence(
        {
          ...insert,
          what: { ...insert.what, label: 'createOrder.move', sql, values: ['ord_1', after.status, 20_000] },
          changes: [{ table: 'orders', key: 'ord_1', before: row, after }],
        } as TraceEvent,
        durable,
      )
    expect(moves({ ...row, due_at: due })).toBe(
      'A schedules the next check of the order in 20 s, not yet committed',
    )
    expect(moves({ status: 'RESERVED', due_at: due })).toBe(
      'A changes the order: status PENDING → RESERVED, not yet committed',
    )
  })

  test('names the fault that strikes and what dies', () => {
    expect(said).toContain('Fault: a crash right after the commit of reserveInventory')
    expect(said.some((text) => /^Server A dies and stays down for \d+ s$/.test(text))).toBe(true)
  })

  test('tells what Postgres refused, and what it did without its answer being heard', () => {
    const commit = durable.trace.find(({ what }) => 'label' in what && what.label === 'commit:createOrder')
    const insert = durable.trace.find(({ what }) => what.kind === 'statement' && what.transaction !== null)
    if (commit === undefined || insert?.what.kind !== 'statement') throw new Error('The sample has them')
    const error = { sqlState: '40P01', message: 'deadlock detected' }
    const fails = (label: string) =>
      sentence({ ...insert, what: { ...insert.what, label, error } as typeof insert.what }, durable)
    expect(fails('commit:createOrder')).toBe('A fails to commit the order: deadlock detected (40P01)')
    expect(fails('reserveInventory.takeStock')).toBe('A fails to reserve a mug: deadlock detected (40P01)')
    expect(fails('send:payment')).toBe('A fails at sending payment: deadlock detected (40P01)')
    const unheard = {
      kind: 'no-answer',
      label: 'commit:createOrder',
      message: 'm',
      why: 'Connection lost',
    } as const
    expect(sentence({ ...commit, what: unheard }, durable)).toBe(
      'A gets no answer from Postgres: connection lost',
    )
  })

  test('tells a deploy from a crash, and somebody else’s webhook from Stripe’s', () => {
    const planned = (plan: string) => ({ ...durable, input: { ...durable.input, plan: parsePlan(plan) } })
    const died = durable.trace.find(({ what }) => what.kind === 'process')
    const webhook = durable.trace.find(({ point }) => point?.startsWith('stripe/webhook:'))
    if (died === undefined || webhook?.what.kind !== 'sent') throw new Error('The sample has them')
    const deploy = planned('server/commit:reserveInventory#1=deploy')
    expect(sentence(died, deploy)).toMatch(/^Server A stops and restarts with new code in \d+ s$/)
    // The fault strikes right before the copy leaves.
    const struck = durable.trace.find(({ what }) => what.kind === 'fault')
    const says = (kind: string) => {
      const run = planned(`${webhook.point ?? ''}=${kind}`)
      const fault = { ...webhook, what: { kind: 'fault', fault: 0 } } as const
      const trace = [...run.trace.slice(0, webhook.index - 1).filter((event) => event !== struck), fault]
      const copy = {
        ...webhook,
        index: trace.length,
        what: { ...webhook.what, forged: true, delayMs: 120_000 },
      }
      return sentence(copy, { ...run, trace })
    }
    expect(says('forge')).toBe('An attacker sends A a forged “completed” webhook')
    expect(says('replay')).toBe('An attacker sends A the “completed” webhook again, 2 min later')
  })

  test('tells a lost message from one that arrives', () => {
    const run = naiveSample()
    const all = run.trace.map((event) => sentence(event, run))
    expect(all).toContain('Stripe sends B a “completed” webhook: lost on the way')
    expect(all).toContain('Violated: Every order is in a terminal state')
  })

  test('is one line without a full stop, for every event', () => {
    for (const run of [durable, naiveSample(), rolledBackSample()])
      for (const event of run.trace) expect(sentence(event, run)).toMatch(/^[A-Z].*[^.\s]$/)
  })
})

test('about rounds a duration to what is read at a glance', () => {
  expect([30_000, 29_999, 1_800_000, 7_200_000, 259_200_000, 5].map(about)).toEqual([
    '30 s',
    '30 s',
    '30 min',
    '2 h',
    '3 days',
    '5 ms',
  ])
})
