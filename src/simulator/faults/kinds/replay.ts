/** An attacker who saw a webhook sends its body and signature again. */
import { exactly } from '../../duration-words.ts'
import { defineFaultKind } from '../definition.ts'
import { ofNetwork } from '../evidence.ts'
import { choices, duration } from '../parameter.ts'
import { webhook } from '../place.ts'

export const replay = defineFaultKind({
  kind: 'replay',
  family: 'network',
  place: webhook,
  moment: 'during',
  parameters: {
    byMs: duration({
      key: 'by',
      // Within the 5 minutes for which a signature is good.
      default: 2 * 60_000,
      title: 'Sent again after',
      choices: choices(['2 min', '2min'], ['10 min', '10min']),
      random: ['10s', '2min', '10min', '1d'],
      detail: (ms) => `${exactly(ms)} later`,
      brief: (ms) => `${exactly(ms)} later`,
    }),
  },
  hooks: { replay: ({ byMs }) => byMs },
  lastsMs: ({ byMs }) => byMs,
  evidence: ofNetwork('body and signature of an earlier message arrive once more'),
  search: { weight: 220, variants: ['by=10min'], short: null, lasting: () => null },
  words: {
    clause: ({ byMs }, { message }) => `an attacker sends ${message} again, ${exactly(byMs)} later`,
    verb: 'Replay',
    mark: () => 'replayed',
  },
  looks: { sign: 'message', ahead: 'after', struck: 'before', atlas: { row: 'replayed', filter: 'network' } },
  menu: [{ rank: 70, words: 'An attacker sends it again 2 min later' }],
  buttons: {
    'replay-webhook': {
      rank: 70,
      at: 'webhook',
      name: ({ message }) => `Replay ${message}`,
      meaning: 'an attacker sends it again 2 minutes later',
    },
  },
})
