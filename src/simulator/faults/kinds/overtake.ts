/** A request or a webhook waits on its way until the next message has arrived. */
import { defineFaultKind } from '../definition.ts'
import { ofNetwork } from '../evidence.ts'
import { requestOrWebhook } from '../place.ts'

export const overtake = defineFaultKind({
  kind: 'overtake',
  family: 'network',
  place: requestOrWebhook,
  moment: 'during',
  parameters: {},
  hooks: { overtake: () => 'overtaken' },
  // It waits for the next message.
  lastsMs: () => Number.POSITIVE_INFINITY,
  evidence: ofNetwork('a later message arrives first'),
  search: {
    weight: 50,
    variants: [],
    short: { at: ['webhook'] },
    // Held back until another message comes.
    lasting: ({ kind, point }) => `${kind} ${point.label} ${point.subject}`,
  },
  words: {
    clause: (_, { message }) => `${message} is overtaken by the next message`,
    verb: 'Let the next message overtake',
    mark: () => 'overtaken',
  },
  looks: {
    sign: 'message',
    ahead: 'after',
    struck: 'before',
    atlas: { row: 'overtaken', filter: 'network' },
  },
  menu: [{ rank: 50, words: 'Let the next message overtake it' }],
  buttons: {
    'overtake-webhook': {
      rank: 50,
      at: 'webhook',
      name: ({ message }) => `Let the next message overtake the ${message}`,
      meaning: 'it arrives after the message that is sent next',
    },
  },
})
