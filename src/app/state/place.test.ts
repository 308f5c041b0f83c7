import { describe, expect, test } from 'vitest'
import { parsePoint, type Run } from '#simulator'
import { durableSample, naiveSample } from '#simulator/testing/sample-runs.ts'
import {
  atFault,
  atLinked,
  beforeViolation,
  linkedMoment,
  linkedPlace,
  samePlace,
  within,
  type Place,
} from './place.ts'

const run = naiveSample()
const last = run.trace.length
/** Where a run is looked at by itself. */
const stand = (place: Place, at = run) => within(at, place(at))

describe('the cursor in a link', () => {
  test('every cursor from the first operation on comes back from its link', () => {
    const first = run.trace.find((event) => event.point !== null)?.index ?? 0
    for (let cursor = first; cursor <= last; cursor += 1)
      expect(stand(atLinked(linkedPlace(run, cursor))), `cursor ${cursor}`).toBe(cursor)
  })

  test('nothing named, or a point that this run does not reach: the end', () => {
    expect(stand(atLinked(null))).toBe(last)
    expect(
      stand(atLinked({ at: 'point', point: parsePoint('server/commit:createOrder#99'), offset: 0 })),
    ).toBe(last)
  })

  test('in a comparison a moment comes back that lies beyond the run', () => {
    for (const moment of [last - 1, last, last + 7])
      expect(atLinked(linkedMoment(run, moment))(run)).toBe(moment)
  })

  test('an offset beyond the end stays within the run', () => {
    const point = parsePoint(run.points[0] ?? '')
    expect(stand(atLinked({ at: 'point', point, offset: 9_999 }))).toBe(last)
  })
})

describe('a little before a violation', () => {
  const violatedAt = (event: number, strikes: readonly number[] = []): Run => ({
    ...run,
    faults: strikes.map((strike) => ({ fired: true, event: strike })),
    verdicts: [{ id: 'S8', statement: '', when: 'safety', holds: false, rows: [], event }],
  })

  test('some events before the first one', () => {
    expect(beforeViolation(violatedAt(20))).toBe(14)
    expect(beforeViolation(violatedAt(3))).toBe(0)
  })

  test('at the fault that leads to it, where that is near', () => {
    expect(beforeViolation(violatedAt(20, [9]))).toBe(8)
    expect(beforeViolation(violatedAt(40, [9]))).toBe(34)
    expect(beforeViolation(violatedAt(20, [25]))).toBe(14)
  })

  test('where nothing is violated, at the fault that might have', () => {
    const holds = { ...violatedAt(20, [9]), verdicts: [] }
    expect(beforeViolation(holds)).toBe(9)
  })
})

describe('the same place in another run', () => {
  const other = durableSample()

  test('the end stays the end, the start the start', () => {
    expect(stand(samePlace(run, last), other)).toBe(other.trace.length)
    expect(stand(samePlace(run, 0), other)).toBe(0)
  })

  test('an operation that both have is the same operation', () => {
    const point = 'server/commit:reserveInventory#1'
    const indexIn = ({ trace }: typeof run) => trace.find((event) => event.point === point)?.index ?? -1
    expect(samePlace(run, indexIn(run))(other)).toBe(indexIn(other))
  })

  test('hours after an operation are not a few events after it', () => {
    const cursor = last - 1
    const there = stand(samePlace(run, cursor), other)
    expect(other.trace[there - 1]?.atMs).toBeLessThanOrEqual(run.trace[cursor - 1]?.atMs ?? 0)
    expect(other.trace[there]?.atMs ?? Infinity).toBeGreaterThan(run.trace[cursor - 1]?.atMs ?? 0)
  })

  test('a place that only one has is the same instant', () => {
    for (let cursor = 0; cursor <= last; cursor += 1) {
      const there = stand(samePlace(run, cursor), other)
      expect(there).toBeGreaterThanOrEqual(0)
      expect(there).toBeLessThanOrEqual(other.trace.length)
    }
  })
})

test('a fault is found where it strikes', () => {
  const event = run.trace.find(({ what }) => what.kind === 'fault')
  expect(stand(atFault(0))).toBe(event?.index)
  expect(stand(atFault(5))).toBe(last)
})
