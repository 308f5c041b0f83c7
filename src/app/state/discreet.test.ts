import { expect, test } from 'vitest'
import { naiveSample } from '#simulator/testing/sample-runs.ts'
import { announcement, sentenceAt } from './announcement.ts'
import { discreet } from './discreet.ts'

test('nothing that is shown or said of the trace tells a verdict', () => {
  const run = naiveSample()
  const quiet = discreet(run)
  expect(discreet(run)).toBe(quiet)
  expect(quiet.trace).toHaveLength(run.trace.length)
  for (let cursor = 0; cursor <= run.trace.length; cursor += 1) {
    expect(sentenceAt(quiet, cursor)).not.toContain('Violated')
    expect(announcement(quiet, cursor, true)).not.toContain('Violated')
  }
})

test('otherwise violations are heard while playing, and ordinary events are not', () => {
  const run = naiveSample()
  const violated = run.trace.find(({ what }) => what.kind === 'violated')?.index ?? 0
  expect(announcement(run, violated, true)).toContain('Violated')
  expect(announcement(run, 2, true)).toBe('')
  expect(announcement(run, 2, false)).toMatch(/^Event 2 of \d+: /)
})
