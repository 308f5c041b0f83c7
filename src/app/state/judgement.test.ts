import { expect, test } from 'vitest'
import { naiveSample } from '#simulator/testing/sample-runs.ts'
import type { Run } from '#simulator'
import { judge, laneWords } from './judgement.ts'

const sample = naiveSample()
const last = sample.trace.length
const run: Run = {
  ...sample,
  verdicts: [
    {
      id: 'S1',
      statement: 'a cart is charged at most once',
      when: 'safety',
      holds: true,
      rows: [],
      event: null,
    },
    { id: 'S9', statement: 'one payable session', when: 'safety', holds: false, rows: [], event: 20 },
    { id: 'L1', statement: 'every order ends', when: 'end', holds: false, rows: [], event: last },
  ],
}

test('before a violation only safety is judged, and only so far', () => {
  expect(judge(run, 19)).toMatchObject({
    ended: false,
    seen: [],
    sentence: 'No rule is broken yet',
    final: '2 of 3 rules are broken',
  })
})

test('after it, that one is seen and the rest lies ahead', () => {
  const { seen, ahead, sentence } = judge(run, 20)
  expect(seen.map(({ id }) => id)).toEqual(['S9'])
  expect(ahead.map(({ id }) => id)).toEqual(['L1'])
  expect(sentence).toBe('1 rule is broken so far')
})

test('at the end the whole run is judged', () => {
  expect(judge(run, last)).toMatchObject({
    ended: true,
    ahead: [],
    sentence: '2 of 3 rules are broken',
  })
})

test('a lane says its verdict in words', () => {
  expect(laneWords(run, 'holds')).toBe('Holds')
  expect(laneWords(run, 'stuck')).toBe('Stuck')
  expect(laneWords(run, 'violated')).toBe('Violated: one payable session')
})
