/** A message arrives late. */
import { exactly } from '../../duration-words.ts'
import { defineFaultKind } from '../definition.ts'
import { ofNetwork } from '../evidence.ts'
import { choices, duration } from '../parameter.ts'
import { message } from '../place.ts'

export const delay = defineFaultKind({
  kind: 'delay',
  family: 'network',
  place: message,
  moment: 'during',
  parameters: {
    byMs: duration({
      key: 'by',
      // A deadline of the checkout is over by then.
      default: 31 * 60_000,
      title: 'Late by',
      choices: choices(['10 s', '10s'], ['31 min', '31min'], ['2 h', '2h']),
      // A page is open for 30 minutes.
      random: ['1s', '10s', '1min', '10min', '29min', '31min', '3h'],
      detail: (ms) => `by ${exactly(ms)}`,
      brief: (ms) => `${exactly(ms)} late`,
    }),
  },
  hooks: { delay: ({ byMs }) => byMs },
  lastsMs: ({ byMs }) => byMs,
  evidence: ofNetwork('the message arrives late'),
  search: { weight: 30, variants: [], short: { at: ['webhook'] }, lasting: () => null },
  words: {
    clause: ({ byMs }, setting) => `${setting.message} arrives ${exactly(byMs)} late`,
    verb: 'Delay',
    mark: ({ byMs }) => `${exactly(byMs)} late`,
  },
  looks: { sign: 'message', ahead: 'after', struck: 'before', atlas: { row: 'late', filter: 'network' } },
  menu: [{ rank: 40, words: 'Deliver it 31 min late' }],
  buttons: {
    'deliver-late': {
      rank: 40,
      at: 'webhook',
      name: (nouns) => `Deliver ${nouns.message} late`,
      meaning: 'it arrives 31 minutes late',
    },
  },
})
