import { expect, test } from 'vitest'
import type { Runner } from '#explorer/job.ts'
import { defaultInput } from '#simulator'
import { askOneOf } from './ask-one-of.ts'

const good: Runner = (jobs) =>
  Promise.resolve(
    jobs.map(() => ({
      kind: 'verdicts',
      violated: ['S1'],
      notJudged: null,
      fired: true,
      reached: [],
      behaviour: null,
    })),
  )
const broken: Runner = () => Promise.reject(new Error('A worker ended.'))

test('what one fails of another is asked, and the one that failed no more', async () => {
  let failures = 0
  const ask = askOneOf([
    good,
    (jobs) => {
      failures += 1
      return broken(jobs)
    },
  ])
  const all = await Promise.all(Array.from({ length: 5 }, () => ask(defaultInput)))
  expect(all).toEqual(Array.from({ length: 5 }, () => ['S1']))
  expect(failures).toBe(1)
})

test('where all have failed, it says of what', async () => {
  await expect(askOneOf([broken, broken])(defaultInput)).rejects.toThrow('A worker ended.')
})
