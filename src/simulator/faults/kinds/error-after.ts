/** A service does what a call asks and answers 500. */
import { defineFaultKind } from '../definition.ts'
import { usualCall } from '../effects.ts'
import { ofService } from '../evidence.ts'
import { call } from '../place.ts'

export const errorAfter = defineFaultKind({
  kind: 'error-after',
  family: 'service',
  place: call,
  moment: 'during',
  parameters: {},
  hooks: { call: () => ({ ...usualCall, fails: 'error-after' }) },
  evidence: ofService('a 500 after the effect, stored under the idempotency key'),
  search: {
    weight: 120,
    variants: [],
    short: { at: ['call'] },
    // Done, whatever the answer says.
    lasting: ({ kind, point }) => `${kind} ${point.label} ${point.subject}`,
  },
  words: {
    clause: (_, { operation, service }) => `${operation} succeeds, but ${service} answers 500`,
    verb: 'Answer 500 after',
    mark: () => '500, but done',
    beat: (mark, _, { service }) => `${service}: ${mark}`,
  },
  looks: {
    sign: 'other',
    ahead: 'after',
    struck: 'after',
    atlas: { row: '500, but done', filter: 'service' },
  },
  menu: [{ rank: 40, words: ({ service }) => `${service} does it and answers 500` }],
  buttons: {
    'fail-after': {
      rank: 40,
      at: 'call',
      name: ({ service }) => `${service} answers 500 but has done it`,
      meaning: ({ service }) => `${service} does it and answers 500`,
    },
  },
})
