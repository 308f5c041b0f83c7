import { describe, expect, test } from 'vitest'
import { defaultInput, parsePlan, type Input, type Run } from '#simulator'
import { idsOf } from './testing/verdicts.ts'
import { openSimulator } from './testing/open-simulator.ts'
import { ask } from './wording.ts'

/** Customers whom real shops forget: one whose first card is declined, and one who has nothing to pay. */

const simulator = openSimulator()

function play(
  implementation: string,
  customers: string,
  plan = '',
  guards: Input['guards'] = {},
  stock = defaultInput.stock,
): Promise<Run> {
  return simulator.simulate({
    ...defaultInput,
    implementation,
    customers: customers.split(','),
    guards,
    stock,
    plan: parsePlan(plan),
  })
}

const lanes = [
  ['naive', {}],
  ['state-machine', {}],
  ['at-least-once', { idempotentSteps: true }],
  ['durable', {}],
] as const

describe.each(lanes)('%s', (implementation, guards) => {
  test('a declined card leaves the page open, and the second pays on it', async () => {
    const run = await play(implementation, 'second-card', '', guards)
    expect(idsOf(run)).toBe('')
    expect(run.points.filter((point) => point.startsWith('customer/pay'))).toHaveLength(2)
    expect(run.tables['stripe.sessions']).toMatchObject([{ status: 'complete', payment_status: 'paid' }])
    expect(run.tables['stripe.charges']).toHaveLength(1)
    expect(run.tables['shipments']).toHaveLength(1)
    expect(run.tables['stripe.events']).toMatchObject([{ type: 'checkout.session.completed' }])
  })

  test('a free order is shipped, and nothing is charged', async () => {
    const run = await play(implementation, 'free-order', '', guards)
    expect(idsOf(run)).toBe('')
    expect(run.tables['stripe.sessions']).toMatchObject([
      { status: 'complete', payment_status: 'no_payment_required', amount_cents: 0 },
    ])
    expect(run.tables['stripe.charges']).toEqual([])
    expect(run.tables['shipments']).toHaveLength(1)
    expect(run.tables['orders']).toMatchObject([{ status: 'FULFILLED' }])
    expect(ask(run)).toMatchObject({
      question: 'Does Alice get the free mug, once?',
      answer: 'Yes. One mug, nothing to pay.',
    })
  })
})

const completed = 'stripe/webhook:checkout.session.completed#1'

describe('a free order counts as paid', () => {
  test.each([
    [`${completed}=drop(tries=all)`, 'S4 S6 L1', 'No. Confirmed, and nothing was shipped.'],
    [`${completed}=duplicate`, 'S4', 'No. Two mugs shipped, one confirmed.'],
  ])('%s: the naive handlers violate %s', async (plan, violated, answer) => {
    const run = await play('naive', 'free-order', plan)
    expect(idsOf(run)).toBe(violated)
    expect(ask(run).answer).toBe(answer)
  })

  test('of two who want the last free mug one gets none, and nobody says “Yes”', async () => {
    const run = await play('state-machine', 'free-order,free-order', '', {}, 1)
    expect(idsOf(run)).toBe('')
    expect(ask(run)).toMatchObject({
      question: 'Do Alice and Bob each get what they ordered?',
      answer: 'One mug, nothing to pay.',
    })
  })

  test('beside somebody who leaves only what was confirmed is promised', async () => {
    expect(ask(await play('durable', 'free-order,leaves'))).toMatchObject({
      question: 'Do Alice and Bob each get what they confirmed?',
      answer: 'Yes. One mug, nothing to pay.',
    })
  })

  test.each(['state-machine', 'durable'])('%s asks Stripe, which says so too', async (implementation) => {
    const run = await play(implementation, 'free-order', `${completed}=drop(tries=all)`)
    expect(idsOf(run)).toBe('')
    expect(run.tables['shipments']).toHaveLength(1)
  })
})
