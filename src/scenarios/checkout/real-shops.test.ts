import { describe, expect, test } from 'vitest'
import { defaultInput, parsePlan, type Input, type Run } from '#simulator'
import { idsOf } from './testing/verdicts.ts'
import { openSimulator } from './testing/open-simulator.ts'

/** Ways in which real shops are wrong, by public reports: each is a guard of the naive handlers that can be switched off. */

const simulator = openSimulator()

const completed = 'stripe/webhook:checkout.session.completed#1'
const lost = `${completed}=drop(tries=all)`

function play(guards: Input['guards'], plan: string, more: Partial<Input> = {}): Promise<Run> {
  return simulator.simulate({
    ...defaultInput,
    implementation: 'naive',
    ...more,
    guards,
    plan: parsePlan(plan),
  })
}

/** What the shop sent, in its order: `200 ok`. */
function answers(run: Run, label: string): readonly string[] {
  return run.trace.flatMap(({ what }) =>
    what.kind === 'sent' && what.label === `response:${label}` ? [what.summary] : [],
  )
}

/** Index of the first operation or message of this label. */
function indexOf(run: Run, kind: 'sent' | 'commit', label: string): number {
  return run.trace.find(({ what }) => what.kind === kind && what.label === label)?.index ?? Infinity
}

describe('the body is parsed and written again before its signature is checked', () => {
  test('every genuine webhook is refused, with the words of the official client', async () => {
    const run = await play({ rawBody: false }, '')
    const refused = answers(run, 'checkout.session.completed')
    expect(refused).toHaveLength(8)
    for (const answer of refused)
      expect(answer).toMatch(/^500 No signatures found matching the expected signature for payload/)
    expect(idsOf(run)).toBe('S4 S6 L1')
  })

  test.each([
    ['state-machine', {}],
    ['at-least-once', { idempotentSteps: true }],
    ['durable', {}],
  ])('%s asks Stripe when the time to pay is over, and ships', async (implementation, guards) => {
    const run = await play({ ...guards, rawBody: false }, '', { implementation })
    expect(idsOf(run)).toBe('')
    expect(run.tables['shipments']).toHaveLength(1)
  })
})

describe('the webhook is answered before its work', () => {
  const answered = { workBeforeAnswer: false }

  test('without a fault it is done nevertheless, after the answer', async () => {
    const run = await play(answered, '')
    expect(idsOf(run)).toBe('')
    expect(indexOf(run, 'sent', 'response:checkout.session.completed')).toBeLessThan(
      indexOf(run, 'commit', 'fulfillOrder'),
    )
  })

  test.each([
    ['server/response:checkout.session.completed#1=crash-after'],
    ['server/begin:fulfillOrder#1=crash-before'],
    ['server/commit:fulfillOrder#1=crash-before'],
    ['server/commit:fulfillOrder#1=connection-lost'],
  ])('%s: it is lost, since Stripe has its answer', async (plan) => {
    const run = await play(answered, plan)
    expect(answers(run, 'checkout.session.completed')).toEqual(['200 ok'])
    expect(idsOf(run)).toBe('S4 S6 L1')
  })

  test('committed before the answer, it is sent again', async () => {
    const run = await play({}, 'server/commit:fulfillOrder#1=crash-before')
    expect(idsOf(run)).toBe('')
    expect(indexOf(run, 'commit', 'fulfillOrder')).toBeLessThan(
      indexOf(run, 'sent', 'response:checkout.session.completed'),
    )
  })
})

describe('an event is noted in a transaction of its own, before its work', () => {
  const crash = 'server/begin:fulfillOrder#1=crash-before'

  test.each(['webhookDedupe', 'eventByObject'])('%s: a crash in between loses it', async (once) => {
    expect(idsOf(await play({ [once]: true, noteWithWork: false }, crash))).toBe('S4 S6 L1')
    expect(idsOf(await play({ [once]: true }, crash))).toBe('')
    expect(idsOf(await play({ [once]: true, noteWithWork: false }, `${completed}=duplicate`))).toBe('')
  })

  test('where events are not noted it makes no difference', async () => {
    const [one, other] = [await play({ noteWithWork: false }, crash), await play({}, crash)]
    expect(one.points).toEqual(other.points)
  })
})

describe('the stock is read, and written later', () => {
  const race = { customers: ['pays', 'pays'], stock: 1 }
  const readFirst = { conditionalStock: false }
  const later = 'customer/request:checkout@order-2#1=delay(by=300ms)'
  const preempted = `${later};server/begin:reserveInventory@order-1#1=preempt`

  test.each([
    ['who click in the same instant', ''],
    ['of whom the second comes while the first waits between reading and writing', preempted],
  ])('two customers buy the last mug, %s', async (_, plan) => {
    const run = await play(readFirst, plan, race)
    expect(idsOf(run)).toBe('S2 S3')
    expect(run.tables['shipments']).toHaveLength(2)
    expect(run.tables['inventory']).toMatchObject([{ stock: 0, initial_stock: 1 }])
  })

  test('the second does not, when the first has written', async () => {
    const run = await play(readFirst, later, race)
    expect(idsOf(run)).toBe('')
    expect(run.tables['shipments']).toHaveLength(1)
  })

  test.each(['', preempted])('one statement gives it to one of them: “%s”', async (plan) => {
    const run = await play({}, plan, race)
    expect(idsOf(run)).toBe('')
    expect(run.tables['shipments']).toHaveLength(1)
  })

  test('a customer alone gets her mug, or is told that there is none', async () => {
    expect(idsOf(await play(readFirst, ''))).toBe('')
    const run = await play(readFirst, '', { customers: ['out-of-stock'] })
    expect(idsOf(run)).toBe('')
    expect(answers(run, 'checkout')).toEqual(['409 {"error":"out of stock"}'])
  })
})

describe('the page to which the customer returns ships too', () => {
  test('so does the webhook: two parcels, unless the change counts once', async () => {
    const both = await play({ returnPage: true }, '')
    expect(idsOf(both)).toBe('S4')
    expect(both.tables['shipments']).toHaveLength(2)
    // The return has no event’s id.
    expect(idsOf(await play({ returnPage: true, webhookDedupe: true }, ''))).toBe('S4')
    const once = await play({ returnPage: true, eventByObject: true }, '')
    expect(idsOf(once)).toBe('')
    expect(once.tables['shipments']).toHaveLength(1)
  })

  test('a lost webhook does not lose the order', async () => {
    expect(idsOf(await play({}, lost))).toBe('S4 S6 L1')
    expect(idsOf(await play({ returnPage: true }, lost))).toBe('')
  })

  test('a payment that is still to come ships nothing', async () => {
    const plan = 'stripe/webhook:checkout.session.completed#1=drop(tries=all)'
    const run = await play({ returnPage: true }, plan, { customers: ['settles-never'] })
    expect(answers(run, 'return')).toEqual(['200 Thank you, your payment is under way'])
    expect(run.tables['shipments']).toEqual([])
  })

  test.each([
    ['answers the webhook at once', '', 80],
    ['does not answer', lost, 10_000],
    ['answers late', `${completed}=delay(by=1min)`, 10_000],
  ])('Stripe sends her there when the shop %s', async (_, plan, afterMs) => {
    const run = await play({ returnPage: true }, plan)
    const paid = run.trace.find(({ what }) => what.kind === 'customer' && what.action.startsWith('pays'))
    const asks = run.trace.find(({ what }) => what.kind === 'sent' && what.label === 'request:return')
    expect(asks?.what).toMatchObject({ summary: 'GET /return?session_id=cs_1' })
    expect((asks?.atMs ?? 0) - (paid?.atMs ?? 0)).toBe(afterMs)
  })

  test('she sees what the shop answers', async () => {
    const run = await play({ returnPage: true }, 'server/response:return#1=drop')
    const ends = run.trace.find(({ what }) => what.kind === 'customer' && what.action === 'is done')
    expect(ends?.what).toMatchObject({ sees: 'This site can’t be reached' })
  })

  test('every operation of it is tied to a line', async () => {
    const run = await play({ returnPage: true }, lost)
    const its = run.trace.filter(({ request }) => request?.includes('/GET /return/'))
    const tied = its.flatMap(({ point, site, what }) =>
      point === null || what.kind === 'sent' ? [] : [`${what.kind} ${site?.file}`],
    )
    expect(new Set(tied)).toEqual(
      new Set(['stripe-call', 'begin', 'statement', 'commit'].map((kind) => `${kind} return-page.ts`)),
    )
  })
})
