import { describe, expect, test } from 'vitest'
import { faultKinds, formatFault, formatPlan } from '#simulator'
import { faultsAt, kindsNotTried, singleFaults, type Palette } from './palette.ts'

const points = [
  'customer/request:checkout#1',
  'server/begin:reserveInventory#1',
  'server/reserveInventory.takeStock#1',
  'server/commit:reserveInventory#1',
  'server/stripe.checkout.sessions.create#1',
  'server/response:checkout#1',
  'customer/pay#1',
  'stripe/webhook:checkout.session.completed#1',
]

describe('palettes', () => {
  test('the short one: a crash after each operation of a server, commits unheard, three kinds a call, four a webhook', () => {
    expect(singleFaults(points, 'short').map(formatFault)).toEqual([
      'server/begin:reserveInventory#1=crash-after',
      'server/reserveInventory.takeStock#1=crash-after',
      'server/commit:reserveInventory#1=crash-after',
      'server/commit:reserveInventory#1=ack-lost',
      'server/stripe.checkout.sessions.create#1=crash-after',
      'server/stripe.checkout.sessions.create#1=response-lost',
      'server/stripe.checkout.sessions.create#1=error-after',
      'server/stripe.checkout.sessions.create#1=timeout',
      'server/response:checkout#1=crash-after',
      'stripe/webhook:checkout.session.completed#1=drop(tries=all)',
      'stripe/webhook:checkout.session.completed#1=duplicate',
      'stripe/webhook:checkout.session.completed#1=delay',
      'stripe/webhook:checkout.session.completed#1=overtake',
    ])
  })

  test('the full one: every kind but those that only change the order, and each fault once', () => {
    const faults = singleFaults(points, 'full')
    const kinds = faultKinds.filter((kind) => kind !== 'preempt')
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(kinds))
    expect(new Set(faults.map(formatFault)).size).toBe(faults.length)
  })

  test('the full one: what a kind is tried with besides its defaults', () => {
    expect(formatPlan(faultsAt('stripe/webhook:checkout.session.completed#1', { palette: 'full' }))).toBe(
      [
        'drop',
        'drop(tries=all)',
        'duplicate',
        'duplicate(as=new-event)',
        'delay',
        'overtake',
        'forge',
        'replay',
        'replay(by=10min)',
        'outage',
      ]
        .map((fault) => `stripe/webhook:checkout.session.completed#1=${fault}`)
        .join(';'),
    )
  })

  test('messages late by what was asked for, each length once, and nothing else', () => {
    const delays = ['10s', '31min', '1860s', '2h']
    const more = (palette: Palette) =>
      points.flatMap((point) => {
        const usual = faultsAt(point, { palette }).map(formatFault)
        return faultsAt(point, { palette, delays })
          .map(formatFault)
          .filter((fault) => !usual.includes(fault))
      })
    const webhook = 'stripe/webhook:checkout.session.completed#1=delay'
    const answer = 'server/response:checkout#1=delay'
    const request = 'customer/request:checkout#1=delay'
    const those = (of: string) => [`${of}(by=10s)`, `${of}(by=2h)`]
    // That of 31 minutes has none in the short palette, save of webhooks.
    expect(more('short').toSorted()).toEqual(
      [request, answer, ...[request, answer, webhook].flatMap(those)].toSorted(),
    )
    expect(more('full').toSorted()).toEqual([request, answer, webhook].flatMap(those).toSorted())
  })

  test('what they never try', () => {
    expect(kindsNotTried('full')).toEqual([])
    expect(kindsNotTried('short')).toContain('freeze')
    expect(kindsNotTried('short')).not.toContain('drop')
  })
})
