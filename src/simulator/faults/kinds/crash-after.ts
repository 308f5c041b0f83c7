/** A process dies when it has performed an operation. */
import { defineFaultKind } from '../definition.ts'
import { processes } from '../evidence.ts'
import { serverOrPostgres } from '../place.ts'
import { deathOf, restart } from '../restart.ts'

export const crashAfter = defineFaultKind({
  kind: 'crash-after',
  family: 'server',
  place: serverOrPostgres,
  moment: 'after',
  parameters: { restartMs: restart },
  hooks: { after: ({ restartMs }) => ({ does: 'crash', restartMs, code: 'same' }) },
  evidence: {
    seen: 'postgresql',
    test: `${processes}: crash-after: a process killed after its commit has written all, and another takes its checkpoint`,
    what: 'A process killed with SIGKILL after its COMMIT leaves rows and checkpoint; another one continues from there.',
  },
  search: {
    weight: 10,
    variants: ['restart=never'],
    short: { at: ['operation', 'commit', 'call'] },
    lasting: () => null,
  },
  words: {
    clause: (_, { operation, ofTarget }) => `a crash${ofTarget} right after ${operation}`,
    verb: 'Crash after',
    mark: () => 'crash',
    cut: deathOf,
  },
  looks: {
    sign: 'death',
    ahead: 'after',
    struck: 'before',
    atlas: { row: 'crash after', filter: 'crash' },
  },
  menu: [
    {
      rank: 10,
      words: 'Crash the server after it',
      inGap: () => 'Crash here, restart after 30 s',
      ofServer: (server) => `Crash server ${server} after it`,
    },
    {
      rank: 30,
      parameters: 'restart=never',
      words: 'Crash after it and stay down',
      inGap: () => 'Crash here and stay down',
    },
  ],
  buttons: {
    crash: { rank: 10, at: 'server', name: 'Crash server', meaning: 'it dies and restarts after 30 s' },
    'crash-for-good': {
      rank: 20,
      parameters: 'restart=never',
      at: 'server',
      name: 'Crash server for good',
      meaning: 'it dies and stays down until the run settles',
    },
  },
})
