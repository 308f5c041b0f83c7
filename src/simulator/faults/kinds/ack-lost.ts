/** A statement, begin or commit is done, and its client gets an error instead of the answer. */
import { defineFaultKind } from '../definition.ts'
import { connections } from '../evidence.ts'
import { statement } from '../place.ts'

export const ackLost = defineFaultKind({
  kind: 'ack-lost',
  family: 'database',
  place: statement,
  moment: 'after',
  parameters: {},
  hooks: { loseAnswer: () => ({ sqlState: '08006', message: 'Connection terminated unexpectedly' }) },
  evidence: {
    seen: 'postgresql',
    test: `${connections}: ack-lost: a commit whose answer is cut off is 08006, as if it had not been, and its rows are there`,
    what: 'With the wire cut after COMMIT had passed, the caller gets 08006, and the rows are there.',
  },
  search: { weight: 140, variants: [], short: { at: ['commit'] }, lasting: () => null },
  words: {
    clause: (_, { operation }) => `${operation} succeeds, and its answer is lost`,
    verb: 'Lose the answer to',
    mark: () => 'answer lost',
  },
  looks: {
    sign: 'unheard',
    ahead: 'after',
    struck: 'after',
    atlas: { row: 'answer lost', filter: 'database' },
  },
  menu: [{ rank: 10, words: 'Postgres does it, the answer is lost' }],
  buttons: {
    'lose-answer': {
      rank: 10,
      at: 'durable',
      name: 'Lose the answer',
      meaning: 'Postgres does it, and the server gets no answer',
    },
  },
})
