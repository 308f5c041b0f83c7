/** An operation waits while others continue: two requests overlap as they may on two real servers. */
import { exactly } from '../../duration-words.ts'
import { defineFaultKind } from '../definition.ts'
import { choices, duration } from '../parameter.ts'
import { outsideTransaction } from '../place.ts'

export const preempt = defineFaultKind({
  kind: 'preempt',
  family: 'server',
  place: outsideTransaction,
  moment: 'before',
  parameters: {
    forMs: duration({
      key: 'for',
      default: 1_000,
      title: 'Waits for at most',
      choices: choices(['1 s', '1s'], ['10 s', '10s'], ['1 min', '1min']),
      random: ['100ms', '1s', '10s', '1min'],
      detail: (ms) => `for at most ${exactly(ms)}`,
      brief: exactly,
    }),
  },
  hooks: { preempt: ({ forMs }) => forMs },
  lastsMs: ({ forMs }) => forMs,
  evidence: {
    seen: 'injected',
    why: 'Two real servers interleave as their threads and networks have it; the plan chooses one such order. Within a transaction it cannot: PGlite has one session.',
  },
  search: {
    weight: 5,
    variants: [],
    short: null,
    isOrder: true,
    lasting: ({ kind, forMs, point }) => `${kind} ${forMs} ${point.label} ${point.subject}`,
  },
  words: {
    clause: (_, { operation }) => `other requests go first, before ${operation}`,
    verb: 'Others first, before',
    mark: () => 'others first',
  },
  looks: {
    sign: 'other',
    ahead: 'before',
    struck: 'before',
    atlas: { row: 'others go first', filter: 'order' },
  },
  menu: [
    {
      rank: 35,
      words: 'Let other requests go first, before it',
      inGap: () => 'Let the other server go first here',
    },
  ],
  buttons: {},
})
