/** A service refuses a call with 429. */
import { defineFaultKind } from '../definition.ts'
import { usualCall } from '../effects.ts'
import { ofService } from '../evidence.ts'
import { call } from '../place.ts'

export const rateLimited = defineFaultKind({
  kind: 'rate-limited',
  family: 'service',
  place: call,
  moment: 'during',
  parameters: {},
  hooks: { call: () => ({ ...usualCall, fails: 'rate-limited' }) },
  evidence: ofService('a 429, before the idempotency key is looked at'),
  search: { weight: 100, variants: [], short: null, lasting: () => null },
  words: {
    clause: (_, { operation, service }) =>
      `${operation} is refused: ${service} answers 429, too many requests`,
    verb: 'Answer 429 to',
    mark: () => '429',
    beat: (mark, _, { service }) => `${service}: ${mark}`,
  },
  looks: { sign: 'other', ahead: 'after', struck: 'before', atlas: { row: '429', filter: 'service' } },
  menu: [{ rank: 60, words: ({ service }) => `${service} answers 429, too many requests` }],
  buttons: {
    'limit-rate': {
      rank: 60,
      at: 'call',
      name: ({ service }) => `${service} answers 429`,
      meaning: ({ service }) => `${service} answers: too many requests`,
    },
  },
})
