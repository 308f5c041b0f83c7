/** A message is lost on its way, on this try or on every try. */
import { defineFaultKind } from '../definition.ts'
import { ofNetwork } from '../evidence.ts'
import { choices, Unreadable, type Parameter } from '../parameter.ts'
import { message } from '../place.ts'

const tries: Parameter<'one' | 'all'> = {
  key: 'tries',
  default: 'one',
  title: 'Loses',
  choices: choices(['one try', '1'], ['every try', 'all']),
  isFree: false,
  random: ['1', 'all'],
  read(text) {
    if (text === '1') return 'one'
    return text === 'all'
      ? 'all'
      : new Unreadable('drops neither one try nor all. Expected tries=1 or tries=all.')
  },
  write: (value) => (value === 'all' ? 'all' : '1'),
  milder: (value) => (value === 'all' ? ['one'] : []),
  detail: (value) => (value === 'all' ? 'on every try' : null),
  brief: (value) => (value === 'all' ? 'every try' : 'one try'),
}

export const drop = defineFaultKind({
  kind: 'drop',
  family: 'network',
  place: message,
  moment: 'during',
  parameters: { tries },
  hooks: { drop: () => 'dropped' },
  repeats: (fault) => fault.tries === 'all',
  evidence: ofNetwork('the message does not arrive'),
  search: {
    weight: 60,
    variants: ['tries=all'],
    short: { at: ['webhook'], parameters: 'tries=all' },
    lasting: (fault) =>
      fault.tries === 'all' ? `${fault.kind} ${fault.point.label} ${fault.point.subject}` : null,
  },
  words: {
    clause: (fault, setting) => `${setting.message} is lost${fault.tries === 'all' ? ', on every try' : ''}`,
    verb: 'Lose',
    mark: () => 'lost',
  },
  looks: { sign: 'message', ahead: 'after', struck: 'before', atlas: { row: 'dropped', filter: 'network' } },
  menu: [
    { rank: 10, words: 'Lose it on the way' },
    { rank: 20, parameters: 'tries=all', words: 'Lose it on every try', isForWebhooks: true },
  ],
  buttons: {
    'drop-webhook': {
      rank: 10,
      at: 'webhook',
      name: (nouns) => `Lose ${nouns.message} once`,
      meaning: ({ service }) => `this try is lost; ${service} sends it again`,
    },
    'drop-every-try': {
      rank: 20,
      parameters: 'tries=all',
      at: 'webhook',
      name: (nouns) => `Lose ${nouns.message} for good`,
      meaning: ({ service }) => `it never arrives, however often ${service} sends it`,
    },
    'lose-reply': {
      rank: 80,
      at: 'reply',
      name: 'Lose the reply',
      meaning: 'the server answers, and the customer never gets it',
    },
    'lose-request': {
      rank: 90,
      at: 'request',
      name: 'Lose the request',
      meaning: 'the server never gets it',
    },
  },
})
