import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatDuration,
  formatFault,
  formatPlan,
  formatPoint,
  parseFault,
  parsePlan,
  parsePoint,
  PlanError,
  type Fault,
  type Point,
} from './plan.ts'

const point: fc.Arbitrary<Point> = fc.record({
  role: fc.constant('server' as const),
  label: fc.constantFrom(
    'commit:reserveInventory',
    'stripe.checkout.sessions.create',
    'claim',
    'reserveInventory.takeStock',
  ),
  subject: fc.constantFrom('order-1', 'order-2'),
  occurrence: fc.integer({ min: 1, max: 9999 }),
})
const webhook = point.map((each): Point => ({
  ...each,
  role: 'stripe',
  label: 'webhook:checkout.session.completed',
}))
const durationMs = fc.integer({ min: 0, max: 7 * 86_400_000 })
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    point,
    kind: fc.constantFrom('crash-before' as const, 'crash-after' as const),
    restartMs: fc.option(durationMs, { nil: null }),
  }),
  fc.record({
    point: webhook,
    kind: fc.constant('drop' as const),
    tries: fc.constantFrom('one' as const, 'all' as const),
  }),
  fc.record({ point: webhook, kind: fc.constantFrom('duplicate' as const, 'forge' as const) }),
  fc.record({ point: webhook, kind: fc.constant('delay' as const), byMs: durationMs }),
)

describe('a plan as text', () => {
  test('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.array(fault, { maxLength: 4 }), (plan) => {
        expect(parsePlan(formatPlan(plan))).toEqual(plan)
      }),
    )
  })

  test('names the first order by leaving it out', () => {
    expect(formatPoint(parsePoint('server/claim#1'))).toBe('server/claim#1')
    expect(parsePoint('server/commit:createOrder@order-2#3')).toEqual({
      role: 'server',
      label: 'commit:createOrder',
      subject: 'order-2',
      occurrence: 3,
    })
  })

  test('leaves out what is usual and writes durations as people do', () => {
    expect(formatFault(parseFault('server/claim#1=crash-after(restart=30s)'))).toBe(
      'server/claim#1=crash-after',
    )
    expect(formatFault(parseFault('server/claim#1=crash-after(restart=never)'))).toBe(
      'server/claim#1=crash-after(restart=never)',
    )
    expect([90_000, 1_860_000, 7_200_000, 1, 0].map(formatDuration)).toEqual([
      '90s',
      '31min',
      '2h',
      '1ms',
      '0ms',
    ])
  })

  test.each([
    ['nonsense', 'is not a fault'],
    ['server/claim#0=crash-after', 'counted from 1'],
    ['server/claim=crash-after', 'is not a point'],
    ['nobody/claim#1=crash-after', 'unknown role'],
    ['server/claim#1=explode', 'unknown kind'],
    ['server/claim#1=crash-after(by=3s)', 'does not take'],
    ['server/claim#1=crash-after(restart=-5s)', 'duration that cannot be read'],
    ['server/claim#1=crash-after(restart=99999999d)', 'duration that cannot be read'],
    ['customer/request:checkout#1=crash-after', 'for operations of a server'],
    ['server/claim#1=drop', 'for messages'],
    ['customer/request:checkout#1=delay', 'for webhooks'],
    ['stripe/webhook:checkout.session.completed#1=drop(tries=2)', 'tries=1 or tries=all'],
  ])('refuses %s and says why', (text, why) => {
    expect(() => parseFault(text)).toThrow(PlanError)
    expect(() => parseFault(text)).toThrow(why)
  })
})
