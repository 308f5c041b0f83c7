import { expect, test } from 'vitest'
import { naiveSample } from '#simulator/testing/sample-runs.ts'
import { isOfInterest, nextStop, pausesAt } from './stops.ts'

const run = naiveSample()
const last = run.trace.length

test('leaping goes from one operation of interest to the next, both ways, and stays in the run', () => {
  const forwards: number[] = []
  for (let cursor = 0; cursor < last; cursor = nextStop(run, cursor, 1)) forwards.push(cursor)
  expect(
    forwards.slice(1).every((cursor) => run.trace.some((e) => e.index === cursor && isOfInterest(e))),
  ).toBe(true)
  expect(nextStop(run, last, 1)).toBe(last)
  expect(nextStop(run, 1, -1)).toBe(0)
})

test('playing pauses at the last of the violations found at once, and at the end', () => {
  const [event] = run.trace
  if (event === undefined) throw new Error('an empty sample')
  const violated = { ...event, what: { kind: 'violated', invariant: 'S5', rows: [] } as const }
  const twice = { ...run, trace: [event, violated, violated, event, event] }
  expect([1, 2, 3, 4, 5].map((cursor) => pausesAt(twice, cursor))).toEqual([false, false, true, false, true])
})
