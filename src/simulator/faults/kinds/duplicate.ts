/** A request or a webhook arrives twice; of a webhook's change there may be two events. */
import { defineFaultKind } from '../definition.ts'
import { ofNetwork } from '../evidence.ts'
import { choices, Unreadable, type Parameter } from '../parameter.ts'
import { requestOrWebhook, webhook } from '../place.ts'

/** Stripe documents both: the same Event object again, and another object with another id for the same change. */
const asWhat: Parameter<'same-event' | 'new-event'> = {
  key: 'as',
  default: 'same-event',
  title: 'Arrives as',
  choices: choices(['the same event', 'same-event'], ['another event', 'new-event']),
  isFree: false,
  random: ['same-event', 'new-event'],
  fits: (point) => webhook.refuses(point) === null,
  read(text) {
    return text === 'same-event' || text === 'new-event'
      ? text
      : new Unreadable('is duplicated as nothing that is known. Expected as=same-event or as=new-event.')
  },
  write: (value) => value,
  milder: (value) => (value === 'new-event' ? ['same-event'] : []),
  detail: (value) => (value === 'new-event' ? 'as another event' : null),
  brief: (value) => (value === 'new-event' ? 'another event' : 'the same event'),
}

export const duplicate = defineFaultKind({
  kind: 'duplicate',
  family: 'network',
  place: requestOrWebhook,
  moment: 'during',
  parameters: { as: asWhat },
  hooks: { duplicate: (fault) => (fault.as === 'new-event' ? 'as-new-event' : 'twice') },
  evidence: ofNetwork('the message arrives twice'),
  search: { weight: 40, variants: ['as=new-event'], short: { at: ['webhook'] }, lasting: () => null },
  words: {
    clause: (fault, { message }) =>
      fault.as === 'new-event' ? `${message} comes as two events of one change` : `${message} arrives twice`,
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
  menu: [
    { rank: 30, words: 'Deliver it twice' },
    {
      rank: 35,
      parameters: 'as=new-event',
      words: ({ service }) => `${service} sends two events of it`,
      isForWebhooks: true,
    },
  ],
  buttons: {
    'deliver-twice': {
      rank: 30,
      at: 'webhook',
      name: ({ message }) => `Deliver ${message} twice`,
      meaning: 'it arrives two times',
    },
  },
})
