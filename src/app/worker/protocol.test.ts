import { expect, test } from 'vitest'
import { parseFromWorker, type FromWorker } from './protocol.ts'

test('what an exploration is told of a run passes whole', () => {
  const message: FromWorker = {
    kind: 'explored',
    question: 1,
    outcomes: [
      {
        kind: 'points',
        points: ['server/createOrder#1'],
        preemptible: ['server/createOrder#1'],
        foresight: { 'server/createOrder#1': { before: 0, after: 1, jump: null } },
      },
      {
        kind: 'verdicts',
        violated: ['S1'],
        notJudged: 'cut off',
        fired: true,
        reached: ['replayed'],
        behaviour: { hash: 'a', pointsLeft: 2 },
      },
      { kind: 'failed', reason: 'broken' },
    ],
  }
  expect(parseFromWorker(message)).toEqual(message)
})
