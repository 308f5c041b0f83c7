/** An attacker who does not know the secret sends a webhook of their own. */
import { defineFaultKind } from '../definition.ts'
import { ofNetwork } from '../evidence.ts'
import { webhook } from '../place.ts'

export const forge = defineFaultKind({
  kind: 'forge',
  family: 'network',
  place: webhook,
  moment: 'during',
  parameters: {},
  hooks: { forge: () => 'forged' },
  evidence: ofNetwork('a message arrives whose signature does not fit'),
  search: { weight: 230, variants: [], short: null, lasting: () => null },
  words: {
    clause: (_, { message }) => `an attacker forges ${message}`,
    verb: 'Forge',
    mark: () => 'forged',
  },
  looks: { sign: 'message', ahead: 'after', struck: 'before', atlas: { row: 'forged', filter: 'network' } },
  menu: [{ rank: 60, words: 'An attacker forges it, with a wrong signature' }],
  buttons: {
    'forge-webhook': {
      rank: 60,
      at: 'webhook',
      name: ({ message }) => `Forge ${message}`,
      meaning: ({ service }) => `an attacker sends a copy whose signature is not ${service}’s`,
    },
  },
})
