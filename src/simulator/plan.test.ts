import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDuration } from './duration.ts'
import type { Fault } from './faults/registry.ts'
import { formatFault, formatPlan, parseFault, parsePlan } from './plan.ts'
import { formatPoint, parsePoint, PlanError, type Point } from './point.ts'

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
const statement = point.map((each): Point => ({ ...each, label: 'reserveInventory.takeStock' }))
const statementKind = fc.constantFrom(
  'ack-lost' as const,
  'serialization-failure' as const,
  'deadlock' as const,
  'connection-lost' as const,
  'disk-full' as const,
  'postgres-restart' as const,
)
const call = point.map((each): Point => ({ ...each, label: 'stripe.checkout.sessions.create' }))
const callKind = fc.constantFrom(
  'request-lost' as const,
  'response-lost' as const,
  'error-before' as const,
  'error-after' as const,
  'rate-limited' as const,
  'timeout' as const,
)
const anybodys = point.map((each): Point => ({ ...each, role: 'customer', label: 'pay' }))
const server = fc.constantFrom('A' as const, 'B' as const)
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
  fc.record({
    point: webhook,
    kind: fc.constant('duplicate' as const),
    as: fc.constantFrom('same-event' as const, 'new-event' as const),
  }),
  fc.record({ point: webhook, kind: fc.constant('forge' as const) }),
  fc.record({ point: webhook, kind: fc.constantFrom('delay' as const, 'replay' as const), byMs: durationMs }),
  fc.record({ point: webhook, kind: fc.constant('overtake' as const) }),
  fc.record({ point: statement, kind: statementKind }),
  fc.record({ point: call, kind: callKind }),
  fc.record({ point: anybodys, kind: fc.constant('freeze' as const), forMs: durationMs, target: server }),
  fc.record({ point: anybodys, kind: fc.constant('deploy' as const), target: server }),
  fc.record({
    point: anybodys,
    kind: fc.constant('clock-jump' as const),
    byMs: fc.integer({ min: -86_400_000, max: 86_400_000 }),
    target: server,
  }),
  fc.record({
    point: anybodys,
    kind: fc.constant('crash-after' as const),
    restartMs: fc.option(durationMs, { nil: null }),
    target: fc.constantFrom('A' as const, 'postgres' as const),
  }),
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
    ['server/response:checkout#1=overtake', 'for requests and webhooks'],
    ['customer/request:checkout#1=forge', 'for webhooks'],
    ['server/stripe.checkout.sessions.create#1=ack-lost', 'for statements'],
    ['server/begin:createOrder#1=deadlock', 'a begin takes no lock'],
    ['server/commit:createOrder#1=disk-full', 'grows no table'],
    ['server/commit:createOrder#1=timeout', 'for calls to Stripe'],
    ['customer/pay#1=freeze', 'target=A or target=B'],
    ['customer/pay#1=freeze(target=C)', 'unknown target'],
    ['customer/pay#1=freeze(target=postgres)', 'for a server'],
    ['server/claim#1=clock-jump(by=-soon)', 'duration that cannot be read'],
    ['stripe/webhook:checkout.session.completed#1=drop(tries=2)', 'tries=1 or tries=all'],
    ['stripe/webhook:checkout.session.completed#1=duplicate(as=two)', 'as=same-event or as=new-event'],
    ['customer/request:checkout#1=duplicate(as=new-event)', 'does not take at this operation'],
    ['server/commit:createOrder#1=preempt', 'outside a transaction'],
    ['customer/request:checkout#1=preempt', 'operations of a server'],
  ])('refuses %s and says why', (text, why) => {
    expect(() => parseFault(text)).toThrow(PlanError)
    expect(() => parseFault(text)).toThrow(why)
  })
})
