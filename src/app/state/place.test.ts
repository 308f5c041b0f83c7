import { describe, expect, test } from 'vitest'
import { parsePoint } from '#simulator'
import { durableSample, naiveSample } from '#simulator/testing/sample-runs.ts'
import { atFault, atLinked, linkedPlace, samePlace } from './place.ts'

const run = naiveSample()
const last = run.trace.length

describe('the cursor in a link', () => {
  test('every cursor from the first operation on comes back from its link', () => {
    const first = run.trace.find((event) => event.point !== null)?.index ?? 0
    for (let cursor = first; cursor <= last; cursor += 1)
      expect(atLinked(linkedPlace(run, cursor))(run), `cursor ${cursor}`).toBe(cursor)
  })

  test('nothing named, or a point that this run does not reach: the end', () => {
    expect(atLinked(null)(run)).toBe(last)
    expect(atLinked({ at: 'point', point: parsePoint('server/commit:createOrder#99'), offset: 0 })(run)).toBe(
      last,
    )
  })

  test('an offset beyond the end stays within the run', () => {
    const point = parsePoint(run.points[0] ?? '')
    expect(atLinked({ at: 'point', point, offset: 9_999 })(run)).toBe(last)
  })
})

describe('the same place in another run', () => {
  const other = durableSample()

  test('the end stays the end, the start the start', () => {
    expect(samePlace(run, last)(other)).toBe(other.trace.length)
    expect(samePlace(run, 0)(other)).toBe(0)
  })

  test('an operation that both have is the same operation', () => {
    const point = 'server/commit:reserveInventory#1'
    const indexIn = ({ trace }: typeof run) => trace.find((event) => event.point === point)?.index ?? -1
    expect(samePlace(run, indexIn(run))(other)).toBe(indexIn(other))
  })

  test('hours after an operation are not a few events after it', () => {
    const cursor = last - 1
    const there = samePlace(run, cursor)(other)
    expect(other.trace[there - 1]?.atMs).toBeLessThanOrEqual(run.trace[cursor - 1]?.atMs ?? 0)
    expect(other.trace[there]?.atMs ?? Infinity).toBeGreaterThan(run.trace[cursor - 1]?.atMs ?? 0)
  })

  test('a place that only one has is the same instant', () => {
    for (let cursor = 0; cursor <= last; cursor += 1) {
      const there = samePlace(run, cursor)(other)
      expect(there).toBeGreaterThanOrEqual(0)
      expect(there).toBeLessThanOrEqual(other.trace.length)
    }
  })
})

test('a fault is found where it strikes', () => {
  const event = run.trace.find(({ what }) => what.kind === 'fault')
  expect(atFault(0)(run)).toBe(event?.index)
  expect(atFault(5)(run)).toBe(last)
})
