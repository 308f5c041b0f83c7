/** A statement or commit is refused with 40001. */
import { defineFaultKind } from '../definition.ts'
import { conflicts } from '../evidence.ts'
import { statementOrCommit } from '../place.ts'

export const serializationFailure = defineFaultKind({
  kind: 'serialization-failure',
  family: 'database',
  place: statementOrCommit,
  moment: 'during',
  parameters: {},
  hooks: {
    refuse: () => ({ sqlState: '40001', message: 'could not serialize access due to concurrent update' }),
  },
  evidence: {
    seen: 'postgresql',
    test: `${conflicts}: serialization-failure: at repeatable read and serializable the second update is 40001, its transaction is lost, its connection is not`,
    what: 'Seen at repeatable read and serializable. At read committed, which this shop uses, an update waits instead: 40001 is injected there.',
  },
  search: { weight: 150, variants: [], short: null, lasting: () => null },
  words: {
    clause: (_, { operation }) => `${operation} fails: a serialization failure`,
    verb: 'Serialization failure at',
    mark: () => '40001',
    beat: () => 'serialization failure',
  },
  looks: { sign: 'other', ahead: 'after', struck: 'before', atlas: { row: 'refused', filter: 'database' } },
  menu: [{ rank: 40, words: 'Postgres refuses it: 40001, try again' }],
  buttons: {
    'fail-serialization': {
      rank: 40,
      at: 'statement',
      name: 'Fail serialization',
      meaning: 'Postgres refuses it with 40001: try again',
    },
  },
})
