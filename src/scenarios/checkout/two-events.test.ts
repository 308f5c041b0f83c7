import { expect, test } from 'vitest'
import { defaultInput, parsePlan } from '#simulator'
import { violatedBy } from './testing/verdicts.ts'
import { openSimulator } from './testing/open-simulator.ts'

/** Stripe documents two kinds of duplicates: the same event again, and another event of the same change. */

const simulator = openSimulator()

const completed = 'stripe/webhook:checkout.session.completed#1'

test.each([
  ['naive', {}, 'duplicate', 'S4'],
  ['naive', { webhookDedupe: true }, 'duplicate', ''],
  ['naive', { webhookDedupe: true }, 'duplicate(as=new-event)', 'S4'],
  ['naive', { eventByObject: true }, 'duplicate(as=new-event)', ''],
  ['naive', { eventByObject: true }, 'duplicate', ''],
  ['state-machine', {}, 'duplicate(as=new-event)', ''],
  ['at-least-once', { idempotentSteps: true }, 'duplicate(as=new-event)', ''],
  ['durable', {}, 'duplicate(as=new-event)', ''],
])('%s with %j, %s: “%s”', async (implementation, guards, kind, violated) => {
  const plan = `${completed}=${kind}`
  expect(await violatedBy(simulator, { implementation, guards, customers: 'pays', plan })).toBe(violated)
})

test('both events tell of one page, each with an id of its own', async () => {
  const plan = parsePlan(`${completed}=duplicate(as=new-event)`)
  const run = await simulator.simulate({ ...defaultInput, implementation: 'durable', plan })
  expect(run.tables['stripe.events']).toMatchObject([
    { id: 'evt_1', type: 'checkout.session.completed', session_id: 'cs_1' },
    { id: 'evt_2', type: 'checkout.session.completed', session_id: 'cs_1' },
  ])
})
