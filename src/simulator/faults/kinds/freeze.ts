/** A server stops before an operation and resumes later, unaware of the time between: a zombie. */
import { exactly } from '../../duration-words.ts'
import { defineFaultKind } from '../definition.ts'
import { processes } from '../evidence.ts'
import { choices, duration } from '../parameter.ts'
import { server } from '../place.ts'

export const freeze = defineFaultKind({
  kind: 'freeze',
  family: 'server',
  place: server,
  moment: 'before',
  parameters: {
    forMs: duration({
      key: 'for',
      default: 60_000,
      title: 'Frozen for',
      choices: choices(['11 s', '11s'], ['60 s', '1min'], ['5 min', '5min']),
      // The lease is 10 s, a page 30 minutes.
      random: ['1s', '7s', '12s', '60s', '5min', '40min'],
      detail: (ms) => `for ${exactly(ms)}`,
      brief: exactly,
    }),
  },
  hooks: { before: ({ forMs }) => ({ does: 'freeze', forMs }) },
  lastsMs: ({ forMs }) => forMs,
  evidence: {
    seen: 'postgresql',
    test: `${processes}: freeze: a process stopped with a transaction open loses it to the time-out, and comes back as a zombie that changes nothing`,
    what: 'The server ends the session of a process stopped with SIGSTOP (25P03); on SIGCONT the process is fenced.',
  },
  search: { weight: 200, variants: [], short: null, lasting: () => null },
  words: {
    clause: (_, { operation, ofTarget }) => `a freeze${ofTarget} right before ${operation}`,
    verb: 'Freeze before',
    mark: () => 'freeze',
    cut: (victim) => ({ struck: `${victim} froze`, ahead: `${victim} will freeze` }),
  },
  looks: {
    sign: 'freeze',
    ahead: 'after',
    struck: 'before',
    atlas: { row: 'server freezes', filter: 'server' },
  },
  menu: [
    {
      rank: 40,
      words: 'Freeze the server for 60 s before it',
      inGap: () => 'Freeze here for 60 s',
      ofServer: (name) => `Freeze server ${name} for 60 s before it`,
    },
  ],
  buttons: {
    freeze: {
      rank: 30,
      at: 'server',
      name: 'Freeze server',
      meaning: 'it freezes for 60 s, then resumes',
    },
  },
})
