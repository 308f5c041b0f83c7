/** A service does what a call asks, and its answer is lost. */
import { defineFaultKind } from '../definition.ts'
import { usualCall } from '../effects.ts'
import { ofService } from '../evidence.ts'
import { call } from '../place.ts'

export const responseLost = defineFaultKind({
  kind: 'response-lost',
  family: 'service',
  place: call,
  moment: 'during',
  parameters: {},
  hooks: { call: () => ({ ...usualCall, lost: 'response' }) },
  evidence: ofService('it does what was asked, and its answer is lost'),
  search: { weight: 80, variants: [], short: { at: ['call'] }, lasting: () => null },
  words: {
    clause: (_, { operation, service }) => `${operation} succeeds, and ${service}’s answer is lost`,
    verb: 'Lose the answer to',
    mark: () => 'answer lost',
  },
  looks: {
    sign: 'unheard',
    ahead: 'after',
    struck: 'after',
    atlas: { row: 'answer lost', filter: 'service' },
  },
  menu: [{ rank: 20, words: ({ service }) => `${service} does it, the answer is lost` }],
  buttons: {
    'lose-response': {
      rank: 20,
      at: 'call',
      name: ({ service }) => `Lose ${service}’s answer`,
      meaning: ({ service }) => `${service} does it, and its answer is lost`,
    },
  },
})
