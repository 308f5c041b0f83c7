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
      outcome: 'holds',
    },
    { id: 'S9', statement: 'one payable session', when: 'safety', outcome: 'violated', rows: [], event: 20 },
    { id: 'L1', statement: 'every order ends', when: 'end', outcome: 'violated', rows: [], event: last },
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

test('of a run that was stopped it says how many rules are not judged, and why', () => {
  const why = 'The simulator stopped the run after 9 operations and timers.'
  const unjudged = run.verdicts.map(({ id, statement, when }) => ({
    id,
    statement,
    when,
    outcome: 'not-judged' as const,
    why,
  }))
  expect(judge({ ...run, verdicts: unjudged }, last)).toMatchObject({
    seen: [],
    ahead: [],
    sentence: 'None of 3 rules is judged',
    notJudged: why,
  })
  const verdicts = run.verdicts.map((verdict, at) =>
    verdict.id === 'S9' ? verdict : (unjudged[at] ?? verdict),
  )
  expect(judge({ ...run, verdicts }, last)).toMatchObject({
    final: '1 of 3 rules is broken, 2 are not judged',
    notJudged: why,
  })
  expect(judge(run, last).notJudged).toBeNull()
})

test('a lane says its verdict in words', () => {
  expect(laneWords(run, 'holds')).toBe('Holds')
  expect(laneWords(run, 'stuck')).toBe('Stuck')
  expect(laneWords(run, 'not-judged')).toBe('Not judged')
  expect(laneWords(run, 'violated')).toBe('Violated: one payable session')
})
