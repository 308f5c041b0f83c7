/** A request or a webhook arrives twice. */
import { defineFaultKind } from '../definition.ts'
import { ofNetwork } from '../evidence.ts'
import { requestOrWebhook } from '../place.ts'

export const duplicate = defineFaultKind({
  kind: 'duplicate',
  family: 'network',
  place: requestOrWebhook,
  moment: 'during',
  parameters: {},
  hooks: { duplicate: () => 'twice' },
  evidence: ofNetwork('the message arrives twice'),
  search: { weight: 40, variants: [], short: { at: ['webhook'] }, lasting: () => null },
  words: {
    clause: (_, { message }) => `${message} arrives twice`,
    verb: 'Deliver',
    after: 'twice',
    mark: () => 'twice',
  },
  looks: {
    sign: 'message',
    ahead: 'after',
    struck: 'before',
    atlas: { row: 'delivered twice', filter: 'network' },
  },
  menu: [{ rank: 30, words: 'Deliver it twice' }],
  buttons: {
    'deliver-twice': {
      rank: 30,
      at: 'webhook',
      name: ({ message }) => `Deliver ${message} twice`,
      meaning: 'it arrives two times',
    },
  },
})
