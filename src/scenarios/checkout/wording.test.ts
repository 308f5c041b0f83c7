import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { defaultInput, parsePlan } from '#simulator'
import { openDatabase } from '#simulator/database.ts'
import { createSimulator, type Simulator } from '#simulator/simulate.ts'

let database: PGlite
let simulator: Simulator
beforeAll(async () => {
  database = await openDatabase()
  simulator = createSimulator(database, scenario)
})
afterAll(() => database.close())

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
    'stuck',
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
    `The webhook of the payment never arrives. Does Alice ${mug}`,
    'No. Paid, and nothing was shipped.',
    'violated',
  ],
  [
    'naive',
    'pays',
    `${webhook}=duplicate`,
    `The webhook of the payment arrives twice. Does Alice ${mug}`,
    'No. One payment, two mugs shipped.',
    'violated',
  ],
  ['durable', 'leaves', '', `Does Alice ${mug}`, 'Yes. No payment, no mug, stock is back.', 'holds'],
  ['durable', 'pays,pays', '', `Do Alice and Bob each ${mug}`, 'Yes. Two mugs, 2 payments.', 'holds'],
  ['durable', 'pays,leaves', '', `Do Alice and Bob each ${mug}`, 'Yes. One mug, one payment.', 'holds'],
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
