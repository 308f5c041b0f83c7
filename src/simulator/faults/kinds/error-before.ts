/** A service answers 500 and does nothing of what a call asks. */
import { defineFaultKind } from '../definition.ts'
import { usualCall } from '../effects.ts'
import { ofService } from '../evidence.ts'
import { call } from '../place.ts'

export const errorBefore = defineFaultKind({
  kind: 'error-before',
  family: 'service',
  place: call,
  moment: 'during',
  parameters: {},
  hooks: { call: () => ({ ...usualCall, fails: 'error-before' }) },
  evidence: ofService('a 500 before the effect, stored under the idempotency key'),
  search: { weight: 110, variants: [], short: null, lasting: () => null },
  words: {
    clause: (_, { operation, service }) => `${operation} fails: ${service} answers 500 and does nothing`,
    verb: 'Answer 500 instead of',
    mark: () => '500',
    beat: (mark, _, { service }) => `${service}: ${mark}`,
  },
  looks: {
    sign: 'other',
    ahead: 'before',
    struck: 'before',
    atlas: { row: '500, not done', filter: 'service' },
  },
  menu: [{ rank: 50, words: ({ service }) => `${service} does nothing and answers 500` }],
  buttons: {
    'fail-before': {
      rank: 50,
      at: 'call',
      name: ({ service }) => `${service} answers 500`,
      meaning: ({ service }) => `${service} does nothing and answers 500`,
    },
  },
})
