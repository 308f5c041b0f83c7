/** The connection breaks under a statement, begin or commit: it does not run, and its transaction is rolled back. */
import { defineFaultKind } from '../definition.ts'
import { connections } from '../evidence.ts'
import { statement } from '../place.ts'

export const connectionLost = defineFaultKind({
  kind: 'connection-lost',
  family: 'database',
  place: statement,
  moment: 'during',
  parameters: {},
  hooks: { refuse: () => ({ sqlState: '08006', message: 'Connection terminated unexpectedly' }) },
  evidence: {
    seen: 'postgresql',
    test: `${connections}: connection-lost: a wire cut under a statement is 08006, the next statement too, and nothing of the transaction is kept`,
    what: 'With the wire cut under a statement, the caller gets 08006, and the server rolls the transaction back.',
  },
  search: { weight: 130, variants: [], short: null, lasting: () => null },
  words: {
    clause: (_, { operation }) => `the connection to Postgres is lost at ${operation}`,
    verb: 'Connection lost at',
    mark: () => 'connection lost',
  },
  looks: {
    sign: 'other',
    ahead: 'after',
    struck: 'before',
    atlas: { row: 'connection lost', filter: 'database' },
  },
  menu: [{ rank: 20, words: 'The connection breaks, and it does not run' }],
  buttons: {
    'break-connection': {
      rank: 20,
      at: 'statement',
      name: 'Break the connection',
      meaning: 'the statement does not run, and its transaction rolls back',
    },
  },
})
