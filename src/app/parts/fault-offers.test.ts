import { describe, expect, test } from 'vitest'
import { formatFault, kindsAt, parsePlan, parsePoint, type TraceEvent } from '#simulator'
import { durableSample } from '#simulator/testing/sample-runs.ts'
import { faultOffers, gapOffers, offerGroups, type FaultOffer } from './fault-offers.ts'

const run = durableSample()
const at = (point: string): TraceEvent => {
  const event = run.trace.find((candidate) => candidate.point === point)
  if (!event) throw new Error(`no ${point}`)
  return event
}
const textsOf = (offers: readonly FaultOffer[]) =>
  offers.flatMap(({ fault }) => (fault === null ? [] : [formatFault(fault)]))
const commit = at('server/commit:reserveInventory#1')

describe('offers at an event', () => {
  test('are of every kind that can be placed there, for a server’s operation and for a message', () => {
    for (const event of run.trace.filter(({ point }) => point !== null)) {
      const allowed = kindsAt(parsePoint(event.point ?? ''))
      const offered = new Set(faultOffers(event, run).map(({ kind }) => kind))
      for (const kind of allowed) expect(offered, `${kind} at ${event.point}`).toContain(kind)
    }
  })

  test('stand in their groups, and can all be carried by a link', () => {
    for (const event of run.trace) {
      const offers = faultOffers(event, run)
      const groups = offers.map(({ group }) => offerGroups.indexOf(group))
      expect(groups).toEqual(groups.toSorted((one, other) => one - other))
      expect(parsePlan(textsOf(offers).join(';'))).toEqual(offers.map(({ fault }) => fault))
      expect(new Set(offers.map(({ words }) => words)).size).toBe(offers.length)
    }
  })

  test('say of a commit that Postgres commits', () => {
    expect(faultOffers(commit, run).map(({ words }) => words)).toContain(
      'Postgres commits, the answer is lost',
    )
  })

  test('name the server where the operation is not a server’s', () => {
    expect(textsOf(faultOffers(at('customer/request:checkout#1'), run))).toContain(
      'customer/request:checkout#1=crash-after(target=B)',
    )
  })
})

describe('offers in a gap', () => {
  const next = at('server/begin:createOrder#1')

  test('are of the operation before it, and of the server before its next one', () => {
    const texts = textsOf(gapOffers(commit, next))
    expect(texts).toContain('server/commit:reserveInventory#1=crash-after')
    expect(texts).toContain('server/commit:reserveInventory#1=ack-lost')
    expect(texts).toContain('server/begin:createOrder#1=freeze')
    expect(texts).not.toContain('server/commit:reserveInventory#1=freeze')
  })

  test('leave out what comes before the next operation where there is none', () => {
    expect(textsOf(gapOffers(commit, null)).some((text) => text.includes('=freeze'))).toBe(false)
  })
})
