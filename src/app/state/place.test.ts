import { describe, expect, test } from 'vitest'
import { parsePoint, type Run, type Cursor } from '#simulator'
import { durableSample, naiveSample } from '#simulator/testing/sample-runs.ts'
import {
  atFault,
  atFirstFault,
  atLinked,
  atLinkStart,
  beforeViolation,
  cursorProblem,
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

describe('a link’s cursor', () => {
  const point = parsePoint(run.points[0] ?? '')
  const elsewhere: Cursor = { at: 'point', point: parsePoint('server/commit:createOrder#99'), offset: 0 }
  const beyond: Cursor = { at: 'point', point, offset: 9_999 }
  const here: Cursor = { at: 'point', point, offset: 1 }

  test.each<[string, Cursor | null]>([
    ['none', null],
    ['a point that does not occur', elsewhere],
    ['a moment after the end', beyond],
  ])('%s: a link that asks first begins at the first fault, not at the answer', (_what, cursor) => {
    expect(stand(atLinkStart({ cursor, ask: true, view: 'focus' }))).toBe(stand(atFirstFault))
    expect(stand(atLinkStart({ cursor, ask: false, view: 'focus' }))).toBe(last)
  })

  test('one that is there is where the link begins, with a question or without', () => {
    for (const ask of [true, false])
      for (const cursor of [here, { at: 'start' }, { at: 'end' }] as const)
        expect(atLinkStart({ cursor, ask, view: 'focus' })(run)).toBe(atLinked(cursor)(run))
    expect(atLinkStart({ cursor: linkedMoment(run, last + 7), ask: true, view: 'compare' })(run)).toBe(
      last + 7,
    )
  })

  test('one that is not there is told', () => {
    expect(cursorProblem(run, { cursor: elsewhere, view: 'focus' })).toBe(
      'cursor “server/commit:createOrder#99” does not occur in this run. Copy the link again at the moment that you mean.',
    )
    expect(cursorProblem(run, { cursor: beyond, view: 'focus' })).toContain(
      `+9999” is after the end of this run, at event ${last}.`,
    )
    for (const cursor of [null, here, { at: 'end' }, { at: 'start' }] as const)
      expect(cursorProblem(run, { cursor, view: 'focus' })).toBeNull()
    expect(cursorProblem(run, { cursor: beyond, view: 'compare' })).toBeNull()
  })
})

describe('a little before a violation', () => {
  const violatedAt = (event: number, strikes: readonly number[] = []): Run => ({
    ...run,
    faults: strikes.map((strike) => ({ fired: true, event: strike })),
    verdicts: [{ id: 'S8', statement: '', when: 'safety', outcome: 'violated', rows: [], event }],
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
