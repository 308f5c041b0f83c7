/** A service does what a call asks, and its answer does not come while the client waits. */
import { defineFaultKind } from '../definition.ts'
import { callTimeoutMs, usualCall } from '../effects.ts'
import { ofService } from '../evidence.ts'
import { call } from '../place.ts'

export const timeout = defineFaultKind({
  kind: 'timeout',
  family: 'service',
  place: call,
  moment: 'during',
  parameters: {},
  hooks: { call: () => ({ ...usualCall, lost: 'timeout', answerAfterMs: callTimeoutMs }) },
  lastsMs: () => callTimeoutMs,
  evidence: ofService('it does what was asked, and the client gives up waiting'),
  search: { weight: 70, variants: [], short: { at: ['call'] }, lasting: () => null },
  words: {
    clause: (_, { operation }) => `${operation} succeeds, but no answer arrives in time`,
    verb: 'No answer in time to',
    mark: () => 'time-out',
    beat: (mark, _, { service }) => `${service}: ${mark}`,
  },
  looks: {
    sign: 'unheard',
    ahead: 'after',
    struck: 'after',
    atlas: { row: 'no answer in time', filter: 'service' },
  },
  menu: [{ rank: 10, words: ({ service }) => `${service} does it, no answer comes in time` }],
  buttons: {
    'time-out': {
      rank: 10,
      at: 'call',
      name: ({ service }) => `${service} times out`,
      meaning: ({ service }) => `${service} does it, and no answer arrives in time`,
    },
  },
})
