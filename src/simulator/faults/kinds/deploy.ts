/** A server stops before an operation, and its next process runs another version of the code. */
import { defineFaultKind } from '../definition.ts'
import { server } from '../place.ts'

/** From the end of the old process to the start of the new one. */
const deployMs = 5_000

export const deploy = defineFaultKind({
  kind: 'deploy',
  family: 'server',
  place: server,
  moment: 'before',
  parameters: {},
  hooks: { before: () => ({ does: 'crash', restartMs: deployMs, code: 'new' }) },
  evidence: {
    seen: 'injected',
    why: 'A server is ended and started with another version of the code.',
  },
  search: {
    weight: 190,
    variants: [],
    short: null,
    lasting: ({ kind, target }) => `${kind} ${target ?? ''}`,
  },
  words: {
    clause: (_, { operation, ofTarget }) => `a deploy of new code${ofTarget} right before ${operation}`,
    verb: 'Deploy before',
    mark: () => 'new code',
  },
  looks: { sign: 'death', ahead: 'after', struck: 'before', atlas: { row: 'deploy', filter: 'server' } },
  menu: [
    {
      rank: 50,
      words: 'Deploy new code before it',
      inGap: () => 'Deploy new code here',
    },
  ],
  buttons: {
    deploy: {
      rank: 40,
      at: 'server',
      name: 'Deploy new code',
      meaning: 'it stops and restarts after 5 s with new code',
    },
  },
})
