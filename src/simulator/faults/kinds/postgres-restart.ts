/** Postgres restarts under a statement, begin or commit: every connection and every open transaction is lost. */
import { defineFaultKind } from '../definition.ts'
import { statement } from '../place.ts'

export const postgresRestart = defineFaultKind({
  kind: 'postgres-restart',
  family: 'database',
  place: statement,
  moment: 'during',
  parameters: {},
  hooks: {
    refuse: () => ({ sqlState: '57P01', message: 'terminating connection due to administrator command' }),
  },
  evidence: {
    seen: 'postgresql',
    test: 'src/engine/restarts.postgres.test.ts: postgres-restart: a fast stop is 57P01 under a statement and 08006 otherwise, and of each open transaction nothing is kept',
    what: 'A statement under way gets 57P01, every other session 08006, and no open transaction is kept; then 57P03 until it serves.',
  },
  search: { weight: 170, variants: [], short: null, lasting: () => null },
  words: {
    clause: (_, { operation }) => `Postgres restarts at ${operation}`,
    verb: 'Postgres restarts at',
    mark: () => 'restart',
    cut: () => ({ struck: 'Postgres restarted', ahead: 'Postgres will restart' }),
  },
  looks: {
    sign: 'death',
    ahead: 'after',
    struck: 'before',
    atlas: { row: 'connection lost', filter: 'database' },
    hasOwnEvent: true,
  },
  menu: [{ rank: 30, words: 'Postgres restarts, and it does not run' }],
  buttons: {
    'restart-postgres': {
      rank: 30,
      at: 'statement',
      name: 'Restart Postgres',
      meaning: 'all connections are lost; committed rows stay',
    },
  },
})
