import { describe, expect, test } from 'vitest'
import { defaultInput, parsePlan, type Input } from '#simulator'
import { idsOf } from './testing/verdicts.ts'
import { openSimulator } from './testing/open-simulator.ts'

/** A customer who gets no page is told why, by each careful implementation, now and when she asks again. */

const simulator = openSimulator()

/** What the shop answered, and what the customer saw in the end. */
async function toldTo(customer: string, implementation: string, input: Partial<Input> = {}) {
  const run = await simulator.simulate({ ...defaultInput, implementation, customers: [customer], ...input })
  const answers = run.trace.flatMap(({ what }) =>
    what.kind === 'sent' && what.label === 'response:checkout' ? [what.summary] : [],
  )
  const sees = run.trace.flatMap(({ what }) => (what.kind === 'customer' ? [what.sees] : []))
  return { answers, sees: sees.at(-1), violated: idsOf(run) }
}

describe.each(['state-machine', 'at-least-once', 'durable'])('%s', (implementation) => {
  test('a cart that Stripe refuses is refused, with two mugs in stock', async () => {
    expect(await toldTo('poison', implementation)).toMatchObject({
      answers: ['409 {"error":"refused"}'],
      sees: 'We cannot take this order',
      violated: '',
    })
  })

  test('too many mugs are out of stock', async () => {
    expect(await toldTo('out-of-stock', implementation)).toMatchObject({
      answers: ['409 {"error":"out of stock"}'],
      sees: 'Out of stock',
      violated: '',
    })
  })

  test('a customer whose first answer is lost is told the same when she asks again', async () => {
    const plan = parsePlan('server/response:checkout#1=drop')
    expect(await toldTo('poison', implementation, { plan })).toMatchObject({
      answers: ['409 {"error":"refused"}', '409 {"error":"refused"}'],
      sees: 'We cannot take this order',
    })
  })
})
