/** A statement is refused with 40P01. */
import { defineFaultKind } from '../definition.ts'
import { conflicts } from '../evidence.ts'
import { statementAlone } from '../place.ts'

export const deadlock = defineFaultKind({
  kind: 'deadlock',
  family: 'database',
  place: statementAlone,
  moment: 'during',
  parameters: {},
  hooks: { refuse: () => ({ sqlState: '40P01', message: 'deadlock detected' }) },
  evidence: {
    seen: 'postgresql',
    test: `${conflicts}: deadlock: of two orders that take two articles in opposite order, one is 40P01 and the other commits`,
    what: 'Two orders that take two articles in opposite order: one gets 40P01, the other commits. Here an order has one article, so it is injected.',
  },
  search: { weight: 160, variants: [], short: null, lasting: () => null },
  words: {
    clause: (_, { operation }) => `${operation} fails: a deadlock`,
    verb: 'Deadlock at',
    mark: () => '40P01',
    beat: () => 'deadlock',
  },
  looks: { sign: 'other', ahead: 'after', struck: 'before', atlas: { row: 'refused', filter: 'database' } },
  menu: [{ rank: 50, words: 'Postgres refuses it: 40P01, deadlock' }],
  buttons: {
    deadlock: {
      rank: 50,
      at: 'statement',
      name: 'Cause a deadlock',
      meaning: 'Postgres refuses it with 40P01',
    },
  },
})
