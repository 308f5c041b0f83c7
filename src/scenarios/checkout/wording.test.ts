import { describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { defaultInput, formatPoint, kindsAt, parsePlan, parsePoint, type Run } from '#simulator'
import { exactly } from '#simulator/duration-words.ts'
import { parseDuration } from '#simulator/duration.ts'
import { openSimulator } from './testing/open-simulator.ts'

const simulator = openSimulator()

const webhook = 'stripe/webhook:checkout.session.completed#1'
const reserved = 'server/commit:reserveInventory#1=crash-after'
const mug = 'get one mug for one payment?'

test.each([
  ['naive', 'pays', '', `Does Alice ${mug}`, 'Yes. One mug, one payment.', 'holds'],
  [
    'naive',
    'pays',
    reserved,
    'Server A dies right after reserving a mug for Alice. Is it reserved twice?',
    'Yes. Two mugs taken for one payment.',
    'violated',
  ],
  [
    'durable',
    'pays',
    reserved,
    'Server A dies right after reserving a mug for Alice. Is it reserved twice?',
    'No. Reserved once.',
    'holds',
  ],
  [
    'naive',
    'pays',
    `${webhook}=drop(tries=all)`,
    `The payment webhook never arrives. Does Alice ${mug}`,
    'No. Paid, and nothing was shipped.',
    'violated',
  ],
  [
    'naive',
    'pays',
    `${webhook}=drop`,
    `The payment webhook is lost. Does Alice ${mug}`,
    'Yes: Stripe sent the webhook again 5 minutes later.',
    'holds',
  ],
  [
    'durable',
    'pays',
    `${webhook}=drop(tries=all)`,
    `The payment webhook never arrives. Does Alice ${mug}`,
    'Yes: the shop asked Stripe and found the payment.',
    'holds',
  ],
  [
    'naive',
    'pays',
    `${webhook}=duplicate`,
    `The payment webhook arrives twice. Does Alice ${mug}`,
    'No. One payment, two mugs shipped.',
    'violated',
  ],
  [
    'naive',
    'settles-later',
    '',
    'Is the mug paid before it is shipped?',
    'No. It was shipped before the payment came.',
    'violated',
  ],
  [
    'durable',
    'leaves',
    '',
    'Is Alice charged nothing, and is the stock back?',
    'Yes. No payment, so no mug: the stock is back.',
    'holds',
  ],
  ['durable', 'pays,pays', '', `Do Alice and Bob each ${mug}`, 'Yes. Two mugs, 2 payments.', 'holds'],
  [
    'durable',
    'pays,leaves',
    '',
    'Do Alice and Bob each get what they pay for?',
    'Yes. One mug, one payment.',
    'holds',
  ],
])(
  '%s, %s, “%s” asks “%s” and answers “%s”',
  async (implementation, customers, plan, question, answer, tone) => {
    const run = await simulator.simulate({
      ...defaultInput,
      implementation,
      customers: customers.split(','),
      plan: parsePlan(plan),
    })
    expect(scenario.ask(run)).toEqual({ question, answer, tone })
  },
)

describe('a fault', () => {
  test('that never struck is no part of the question', async () => {
    const run = await simulator.simulate({
      ...defaultInput,
      implementation: 'naive',
      plan: parsePlan('server/finish:checkout#1=crash-after'),
    })
    expect(run.faults).toMatchObject([{ fired: false }])
    expect(scenario.ask(run).question).toBe(`Does Alice ${mug}`)
  })

  test('of each kind, wherever it can be placed, makes a question of at most two lines without a label in it', async () => {
    const asked = new Map<string, string>()
    for (const [implementation, customers] of [
      ['durable', 'pays'],
      ['durable', 'leaves'],
      ['naive', 'pays'],
      ['state-machine', 'settles-later'],
      ['at-least-once', 'pays'],
    ] as const) {
      const run = await calm(implementation, customers)
      for (const point of run.points)
        for (const kind of kindsAt(parsePoint(point))) {
          const fault = `${point}=${kind}`
          asked.set(fault, asks(run, fault))
        }
    }
    expect(asked.size).toBeGreaterThan(300)
    for (const [fault, question] of asked) {
      expect(question, fault).toMatch(/^[A-Z].*\. [A-Z].*\?$/)
      expect(question.length, question).toBeLessThanOrEqual(150)
      expect(question, fault).not.toMatch(
        /\w:\w|undefined|null|\bthe server\b|session\.|sessions\.|#|[a-z][A-Z]/,
      )
    }
  })

  test.each([
    [
      'server/commit:fulfillOrder#1=freeze',
      'Server B freezes for 60 s right before shipping Alice’s mug. Is it shipped twice?',
    ],
    [
      'server/commit:reserveInventory#1=ack-lost',
      'Server A reserves a mug for Alice, and Postgres’s answer is lost. Is it reserved twice?',
    ],
    [
      'server/reserveInventory.takeStock#1=deadlock',
      'Server A hits a deadlock while reserving a mug for Alice. Is it reserved twice?',
    ],
    [
      'server/stripe.checkout.sessions.create#1=response-lost',
      'Server A asks Stripe for Alice’s payment page, and the answer is lost. Can the cart be paid twice?',
    ],
    ['customer/pay#1=crash-after(target=B)', `Server B dies right after Alice pays. Does Alice ${mug}`],
    [
      'server/begin:fulfillOrder#1=crash-before(target=postgres)',
      'Postgres restarts right before Server B ships Alice’s mug. Is it shipped twice?',
    ],
    [`${webhook}=replay`, `An attacker sends the payment webhook again, 2 min later. Does Alice ${mug}`],
    [
      `${webhook}=duplicate;server/claim#1=deploy`,
      `The payment webhook arrives twice, and Server B gets new code right before picking up Alice’s checkout. Does Alice ${mug}`,
    ],
    [
      `${webhook}=drop;server/commit:fulfillOrder#1=freeze;server/claim#1=deploy`,
      `Three faults. Does Alice ${mug}`,
    ],
    [
      `${webhook}=drop;server/commit:fulfillOrder#1=freeze;server/claim#1=deploy;server/commit:undoOrder#1=freeze`,
      `Three of four faults happened. Does Alice ${mug}`,
    ],
  ])('%s asks “%s”', async (plan, question) => {
    expect(asks(await calm('durable', 'pays'), plan)).toBe(question)
  })
})

test('a checkpoint is a deed of its own where it shares no transaction with what it records', async () => {
  const fault = 'server/checkpoint:reserveInventory#1=crash-before'
  expect(asks(await calm('durable', 'pays'), fault)).toBe(
    'Server A dies in the middle of reserving a mug for Alice. Is it reserved twice?',
  )
  expect(asks(await calm('at-least-once', 'pays'), fault)).toBe(
    'Server A dies right before recording that Alice’s mug is reserved. Is it reserved twice?',
  )
})

test('an answer counts the rows that are left, whatever the fault aims at', async () => {
  // The page was made, but the shop did not get it: no payment was made on it.
  const run = await simulator.simulate({
    ...defaultInput,
    implementation: 'state-machine',
    guards: { clientRetries: false, databaseTime: false },
    plan: parsePlan('server/stripe.checkout.sessions.create#1=response-lost'),
  })
  expect(run.tables['stripe.charges']).toEqual([])
  expect(run.tables['stripe.sessions']).toHaveLength(1)
  expect(scenario.ask(run).answer).toBe('No page, no payment: Alice was turned away.')
})

test.each([
  [2, 'No. One mug is missing: no order has it.'],
  [3, 'No. Two mugs are missing: no order has them.'],
  [0, 'No. One mug too many in stock.'],
  [1, 'No. For a while it did not.'],
])('of %d taken and one with an order it is said what the rows that are left show', async (taken, answer) => {
  const run = await calm('durable', 'pays')
  const verdicts = run.verdicts.map((verdict) =>
    verdict.id === 'S3'
      ? { ...verdict, outcome: 'violated' as const, event: 1, rows: [{ taken: 2, held_or_shipped: 0 }] }
      : verdict,
  )
  const inventory = [{ sku: 'mug', initial_stock: 2, stock: 2 - taken }]
  expect(scenario.ask({ ...run, verdicts, tables: { ...run.tables, inventory } })).toMatchObject({
    question: 'Does the stock still add up?',
    answer,
  })
})

describe('an answer speaks of rows that are there', () => {
  test.each([
    {
      says: 'a customer who gave up has not got what was promised',
      input: { implementation: 'state-machine', customers: ['gives-up'] },
      plan: 'server/begin:createOrder#1=crash-before;server/begin:reserveInventory#1=freeze',
      asked: { answer: 'No payment, so no mug: the stock is back.' },
    },
    {
      says: 'of two customers one got a mug, where there was one',
      input: { implementation: 'durable', customers: ['pays', 'pays'], stock: 1 },
      plan: '',
      asked: { answer: 'One mug, one payment.' },
    },
    {
      says: 'the pages of the cart that has too many, not of all carts',
      input: { implementation: 'naive', customers: ['pays', 'pays'], stock: 3 },
      plan: 'server/stripe.checkout.sessions.create#1=crash-after',
      asked: { answer: 'Yes. It has two payment pages.' },
    },
    {
      says: 'units that came back twice belong to no order',
      input: { implementation: 'naive', customers: ['leaves'] },
      plan: 'stripe/webhook:checkout.session.expired#1=duplicate',
      asked: { answer: 'No. One mug too many in stock.' },
    },
    {
      says: 'the customer whose cart was charged twice is named',
      input: { implementation: 'naive', customers: ['pays', 'pays-both'], stock: 3 },
      plan: '',
      asked: { question: 'Is Bob charged twice?', answer: 'Yes. Charged twice.' },
    },
  ])('$says', async ({ input, plan, asked }) => {
    const run = await simulator.simulate({ ...defaultInput, ...input, plan: parsePlan(plan) })
    expect(scenario.ask(run)).toMatchObject(asked)
  })
})

/** A run without any fault. */
function calm(implementation: string, customer: string): Promise<Run> {
  return simulator.simulate({ ...defaultInput, implementation, customers: [customer] })
}

/** What a plan would be called: as if it had struck in a run that nothing befell. */
function asks(run: Run, text: string): string {
  const plan = parsePlan(text)
  const faults = plan.map(({ point }) => {
    const event = run.trace.find((candidate) => candidate.point === formatPoint(point))?.index
    return event === undefined ? { fired: false as const, reason: '' } : { fired: true as const, event }
  })
  return scenario.ask({ ...run, input: { ...run.input, plan }, faults }).question
}

test.each(['500ms', '60s', '90s', '100s', '31min', '1h', '80h', '2d', '7d'])(
  'a question says %s as the simulator does',
  async (by) => {
    const plan = parsePlan(`${webhook}=delay(by=${by})`)
    const run = await simulator.simulate({ ...defaultInput, plan })
    const words = exactly(parseDuration(by) ?? Number.NaN)
    expect(scenario.ask(run).question).toContain(`arrives ${words} late.`)
  },
)
