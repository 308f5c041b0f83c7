/** A call never reaches its service. */
import { defineFaultKind } from '../definition.ts'
import { usualCall } from '../effects.ts'
import { ofService } from '../evidence.ts'
import { call } from '../place.ts'

export const requestLost = defineFaultKind({
  kind: 'request-lost',
  family: 'service',
  place: call,
  moment: 'during',
  parameters: {},
  hooks: { call: () => ({ ...usualCall, lost: 'request' }) },
  evidence: ofService('the request never arrives there'),
  search: { weight: 90, variants: [], short: null, lasting: () => null },
  words: {
    clause: (_, { operation, service }) => `${operation} never reaches ${service}`,
    verb: 'Lose',
    mark: () => 'request lost',
  },
  looks: {
    sign: 'other',
    ahead: 'before',
    struck: 'before',
    atlas: { row: 'request lost', filter: 'service' },
  },
  menu: [{ rank: 30, words: ({ service }) => `The request never reaches ${service}` }],
  buttons: {
    'lose-call': {
      rank: 30,
      at: 'call',
      name: 'Lose the call',
      meaning: ({ service }) => `it never reaches ${service}`,
    },
  },
})
