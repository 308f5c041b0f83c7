/** A process dies as it comes to an operation. */
import { defineFaultKind } from '../definition.ts'
import { processes } from '../evidence.ts'
import { serverOrPostgres } from '../place.ts'
import { deathOf, restart } from '../restart.ts'

export const crashBefore = defineFaultKind({
  kind: 'crash-before',
  family: 'server',
  place: serverOrPostgres,
  moment: 'before',
  parameters: { restartMs: restart },
  hooks: { before: ({ restartMs }) => ({ does: 'crash', restartMs, code: 'same' }) },
  evidence: {
    seen: 'postgresql',
    test: `${processes}: crash-before: a process killed before its commit has written nothing, and another runs the transaction`,
    what: 'A process killed with SIGKILL before its COMMIT leaves no row; another one runs the transaction.',
  },
  search: { weight: 20, variants: ['restart=never'], short: null, lasting: () => null },
  words: {
    clause: (_, { operation, ofTarget }) => `a crash${ofTarget} right before ${operation}`,
    verb: 'Crash before',
    mark: () => 'crash',
    cut: deathOf,
  },
  looks: {
    sign: 'death',
    ahead: 'before',
    struck: 'before',
    atlas: { row: 'crash before', filter: 'crash' },
  },
  menu: [
    {
      rank: 20,
      words: 'Crash the server before it',
      inGap: (next) => `Crash just before event ${next ?? ''}`,
    },
  ],
  buttons: {
    'crash-before': {
      rank: 60,
      at: 'server',
      name: 'Crash before the next operation',
      meaning: 'it dies right before it',
    },
  },
})
