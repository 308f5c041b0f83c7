import { describe, expect, test } from 'vitest'
import { defaultInput, parsePlan, type InputFields } from '#simulator'
import { idsOf } from './testing/verdicts.ts'
import { carefulLanes, openPlayer } from './testing/play.ts'

/** A payment that takes up to 14 business days: the order waits as long as the payment may come, and no longer. */

const playRun = openPlayer()

const dayMs = 86_400_000
const outcomes = ['succeeded', 'failed'] as const
const lost = (outcome: (typeof outcomes)[number]) =>
  `stripe/webhook:checkout.session.async_payment_${outcome}#1=drop(tries=all)`

const isFinal = (status: unknown): boolean => status === 'FULFILLED' || status === 'CANCELLED'

async function play(fields: InputFields) {
  const run = await playRun(fields)
  const settled = run.trace.find(({ changes }) =>
    changes.some(({ table, after }) => table === 'orders' && isFinal(after?.['status'])),
  )
  return {
    violated: idsOf(run),
    status: run.tables['orders']?.map(({ status }) => status),
    days: (settled?.atMs ?? 0) / dayMs,
  }
}

describe.each(carefulLanes)('$implementation', (lane) => {
  test.each(['24h', '96h', '6d', '20d', '21d'])('paid after %s: shipped then', async (settles) => {
    const { violated, status, days } = await play({
      ...lane,
      customers: 'settles-later',
      'payment-settles': settles,
    })
    expect({ violated, status }).toEqual({ violated: '', status: ['FULFILLED'] })
    const expected = settles.endsWith('d') ? Number.parseInt(settles) : Number.parseInt(settles) / 24
    expect(days).toBeGreaterThan(expected)
    expect(days).toBeLessThan(expected + 0.1)
  })

  test.each(['24h', '6d', '20d'])('failed after %s: cancelled then', async (settles) => {
    const played = await play({ ...lane, customers: 'settles-never', 'payment-settles': settles })
    expect(played).toMatchObject({ violated: '', status: ['CANCELLED'] })
  })

  test.each([
    ['settles-later', lost('succeeded'), 'FULFILLED'],
    ['settles-never', lost('failed'), 'CANCELLED'],
  ])(
    '%s after 7 days, and no webhook tells it: the shop asks every three days',
    async (customers, plan, status) => {
      const played = await play({ ...lane, customers, plan, 'payment-settles': '7d' })
      expect(played).toMatchObject({ violated: '', status: [status] })
      expect(played.days).toBeGreaterThan(7)
      expect(played.days).toBeLessThan(10)
    },
  )
})

test('the usual payment takes a day, and the plan may have durations as long as the slowest', () => {
  expect(defaultInput.paymentSettlesMs).toBe(dayMs)
  expect(parsePlan('customer/request:checkout#1=delay(by=21d)')).toMatchObject([{ byMs: 21 * dayMs }])
  expect(() => parsePlan('customer/request:checkout#1=delay(by=22d)')).toThrow('at most 21d')
})
