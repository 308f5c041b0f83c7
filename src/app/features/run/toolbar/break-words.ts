/** What each kind of fault is called where it is placed at the cursor. */
import type { FaultNouns } from '#simulator/scenario.ts'
import type { OfferGroup } from '../../../parts/fault-offers.ts'
import type { BreakKind } from '../../../state/aim.ts'

export interface BreakWords {
  /** The button's accessible name. */
  readonly name: string
  /** What it does, as a clause without a full stop. */
  readonly meaning: string
  readonly group: OfferGroup
}

export type BreakDictionary = { readonly [kind in BreakKind]: BreakWords }

const known = new Map<FaultNouns, BreakDictionary>()

/** The names of all kinds, in the words of a scenario. The same words give the same object. */
export function breakWordsOf(nouns: FaultNouns): BreakDictionary {
  const before = known.get(nouns)
  if (before !== undefined) return before
  const words = { ...serverWords, ...databaseWords, ...serviceWords(nouns), ...messageWords(nouns) }
  known.set(nouns, words)
  return words
}

const serverWords = {
  crash: { group: 'Server', name: 'Crash server', meaning: 'it dies and restarts after 30 s' },
  'crash-for-good': {
    group: 'Server',
    name: 'Crash server for good',
    meaning: 'it dies and stays down until the run settles',
  },
  freeze: { group: 'Server', name: 'Freeze server', meaning: 'it freezes for 60 s, then resumes' },
  deploy: {
    group: 'Server',
    name: 'Deploy new code',
    meaning: 'it stops and restarts after 5 s with new code',
  },
  'clock-jump': {
    group: 'Server',
    name: 'Jump its clock',
    meaning: 'its clock is 10 minutes ahead from then on',
  },
  'crash-before': {
    group: 'Server',
    name: 'Crash before the next operation',
    meaning: 'it dies right before it',
  },
} as const

const databaseWords = {
  'lose-answer': {
    group: 'Postgres',
    name: 'Lose the answer',
    meaning: 'Postgres does it, and the server gets no answer',
  },
  'break-connection': {
    group: 'Postgres',
    name: 'Break the connection',
    meaning: 'the statement does not run, and its transaction rolls back',
  },
  'restart-postgres': {
    group: 'Postgres',
    name: 'Restart Postgres',
    meaning: 'all connections are lost; committed rows stay',
  },
  'fail-serialization': {
    group: 'Postgres',
    name: 'Fail serialization',
    meaning: 'Postgres refuses it with 40001: try again',
  },
  deadlock: { group: 'Postgres', name: 'Cause a deadlock', meaning: 'Postgres refuses it with 40P01' },
  'fill-disk': { group: 'Postgres', name: 'Fill the disk', meaning: 'Postgres refuses it with 53100' },
} as const

type ServiceKind = 'time-out' | 'lose-response' | 'lose-call' | 'fail-after' | 'fail-before' | 'limit-rate'

function serviceWords({ service }: FaultNouns): { readonly [kind in ServiceKind]: BreakWords } {
  const group = 'Stripe'
  return {
    'time-out': {
      group,
      name: `${service} times out`,
      meaning: `${service} does it, and no answer arrives in time`,
    },
    'lose-response': {
      group,
      name: `Lose ${service}’s answer`,
      meaning: `${service} does it, and its answer is lost`,
    },
    'lose-call': { group, name: 'Lose the call', meaning: `it never reaches ${service}` },
    'fail-after': {
      group,
      name: `${service} answers 500 but has done it`,
      meaning: `${service} does it and answers 500`,
    },
    'fail-before': {
      group,
      name: `${service} answers 500`,
      meaning: `${service} does nothing and answers 500`,
    },
    'limit-rate': {
      group,
      name: `${service} answers 429`,
      meaning: `${service} answers: too many requests`,
    },
  }
}

type MessageKind =
  | 'drop-webhook'
  | 'drop-every-try'
  | 'deliver-twice'
  | 'deliver-late'
  | 'overtake-webhook'
  | 'forge-webhook'
  | 'replay-webhook'
  | 'lose-reply'
  | 'lose-request'

function messageWords({ service, message }: FaultNouns): { readonly [kind in MessageKind]: BreakWords } {
  const noun = message?.noun ?? 'message'
  const group = 'Network'
  return {
    'drop-webhook': {
      group,
      name: `Lose ${noun} once`,
      meaning: `this try is lost; ${service} sends it again`,
    },
    'drop-every-try': {
      group,
      name: `Lose ${noun} for good`,
      meaning: `it never arrives, however often ${service} sends it`,
    },
    'deliver-twice': { group, name: `Deliver ${noun} twice`, meaning: 'it arrives two times' },
    'deliver-late': { group, name: `Deliver ${noun} late`, meaning: 'it arrives 31 minutes late' },
    'overtake-webhook': {
      group,
      name: `Let the next message overtake the ${noun}`,
      meaning: 'it arrives after the message that is sent next',
    },
    'forge-webhook': {
      group,
      name: `Forge ${noun}`,
      meaning: `an attacker sends a copy whose signature is not ${service}’s`,
    },
    'replay-webhook': {
      group,
      name: `Replay ${noun}`,
      meaning: 'an attacker sends it again 2 minutes later',
    },
    'lose-reply': {
      group,
      name: 'Lose the reply',
      meaning: 'the server answers, and the customer never gets it',
    },
    'lose-request': { group, name: 'Lose the request', meaning: 'the server never gets it' },
  }
}
