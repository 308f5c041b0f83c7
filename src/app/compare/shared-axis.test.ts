import { describe, expect, test } from 'vitest'
import { durableSample, naiveSample } from '#simulator/testing/sample-runs.ts'
import { compareRuns } from '../state/comparison.ts'
import { timeBreaks } from '../strip/time-breaks.ts'
import { laneAxis, momentAt, sharedAxis, shiftOf, xAt } from './shared-axis.ts'

const comparison = compareRuns([naiveSample(), durableSample()], 'fault')
const axis = sharedAxis(comparison, 640)

describe('one axis for all lanes', () => {
  test('one moment stands at one place in every lane', () => {
    for (const lane of comparison.lanes) {
      const { x } = laneAxis(axis, lane)
      expect(x).toHaveLength((lane.run?.trace.length ?? 0) + 1)
      for (const [event, position] of x.entries()) expect(position).toBe(xAt(axis, event - lane.anchor))
    }
  })

  test('grows with every moment, and makes room where any clock jumps', () => {
    const steps = axis.x.slice(1).map((position, at) => position - (axis.x[at] ?? 0))
    expect(Math.min(...steps)).toBeGreaterThan(0)
    const jumps = new Set(
      comparison.lanes.flatMap(({ run, anchor }) =>
        run ? timeBreaks(run).map(({ after }) => after - anchor) : [],
      ),
    )
    const wide = steps.flatMap((step, at) => (step > Math.min(...steps) + 1 ? [axis.first + at] : []))
    expect(new Set(wide)).toEqual(jumps)
  })

  test('finds the moment under the pointer', () => {
    for (const moment of [axis.first, -3, 0, 8, axis.last])
      expect(momentAt(axis, xAt(axis, moment))).toBe(moment)
  })
})

test('all of it is in sight, the fault too, on a screen of a thousand pixels', () => {
  const narrow = sharedAxis(comparison, 380)
  expect(shiftOf(narrow, narrow.last, 380)).toBe(0)
})

describe('where not all of it fits', () => {
  const long = sharedAxis(comparison, 200)

  test('the playhead is always in sight', () => {
    expect(long.width).toBeGreaterThan(200)
    for (let moment = long.first; moment <= long.last; moment += 1) {
      const seen = xAt(long, moment) - shiftOf(long, moment, 200)
      expect(seen).toBeGreaterThanOrEqual(0)
      expect(seen).toBeLessThanOrEqual(200)
    }
  })

  test('the strips stand still while it crosses them', () => {
    const shifts = long.x.map((_, at) => shiftOf(long, long.first + at, 200))
    expect(new Set(shifts).size).toBeLessThan(6)
    expect(shiftOf(axis, axis.last, 640)).toBe(0)
  })
})
