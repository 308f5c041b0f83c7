import { describe, expect, test } from 'vitest'
import { durableSample, naiveSample } from '#simulator/testing/sample-runs.ts'
import { compareRuns } from '../../state/comparison.ts'
import { laneAxis, sharedAxis, xAt } from './shared-axis.ts'

const comparison = compareRuns([naiveSample(), durableSample()], 'fault')
const room = { width: 660, cutX: 127, isFolding: true }
const axis = sharedAxis(comparison, room)

describe('one axis for all lanes', () => {
  test('one moment stands at one place in every lane', () => {
    for (const lane of comparison.lanes) {
      const { x } = laneAxis(axis, lane)
      expect(x).toHaveLength((lane.run?.trace.length ?? 0) + 1)
      for (const [event, position] of x.entries()) expect(position).toBe(xAt(axis, event - lane.anchor))
    }
  })

  test('the cut stands where the lines of words have it, and all events fit at any width', () => {
    for (const width of [300, 460, 660, 1100]) {
      const own = sharedAxis(comparison, { ...room, width })
      expect(xAt(own, 0)).toBe(127)
      expect(xAt(own, own.first)).toBeGreaterThanOrEqual(0)
      expect(xAt(own, own.last)).toBeLessThanOrEqual(width)
    }
  })

  test('grows with every moment', () => {
    const steps = axis.x.slice(1).map((position, at) => position - (axis.x[at] ?? 0))
    expect(axis.x).toHaveLength(axis.last - axis.first + 1)
    expect(Math.min(...steps)).toBeGreaterThan(0)
  })

  test('counts from the fault, and without one from the start and from the left', () => {
    expect(axis.ticks.map(({ label }) => label)).toContain('+10')
    expect(axis.ticks.map(({ moment }) => moment)).not.toContain(0)
    const start = sharedAxis(compareRuns([naiveSample(), durableSample()], 'start'), room)
    expect(xAt(start, 0)).toBeLessThan(20)
    expect(start.ticks.map(({ label }) => label)).toContain('10')
  })

  test('no two numbers touch', () => {
    const places = axis.ticks.map(({ x }) => x)
    for (const [at, x] of places.slice(1).entries()) expect(x - (places[at] ?? 0)).toBeGreaterThanOrEqual(34)
  })
})
