/** For a time everything with a service, with Postgres, with a server or by webhook fails. One fault, many failures. */
import { exactly } from '../../duration-words.ts'
import type { Point } from '../../point.ts'
import { defineFaultKind } from '../definition.ts'
import type { Unreachable } from '../effects.ts'
import { choices, duration, Unreadable, type Parameter } from '../parameter.ts'
import { anywhereIfNamed, isCall, isMessage } from '../place.ts'

type Named = Exclude<Unreachable, 'its-server'>

const named: readonly Named[] = ['stripe', 'webhooks', 'postgres', 'A', 'B']

const words: { readonly [Of in Unreachable]: string } = {
  stripe: 'Stripe cannot be reached',
  webhooks: 'no webhook arrives',
  postgres: 'Postgres cannot be reached',
  A: 'server A is cut off',
  B: 'server B is cut off',
  'its-server': 'its server is cut off',
}

/** What an operation is with, if the fault does not name it. */
function usualAt({ label }: Point): Unreachable {
  if (label.startsWith('webhook:')) return 'webhooks'
  if (isMessage(label)) return 'its-server'
  return isCall(label) ? 'stripe' : 'postgres'
}

interface Placed {
  readonly point: Point
  readonly of: Named | null
}

const unreachable = ({ point, of }: Placed): Unreachable => of ?? usualAt(point)

const of: Parameter<Named | null> = {
  key: 'of',
  default: null,
  title: 'Outage of',
  choices: choices(
    ['what it is with', ''],
    ['Stripe', 'stripe'],
    ['webhooks', 'webhooks'],
    ['Postgres', 'postgres'],
    ['server A', 'A'],
    ['server B', 'B'],
  ),
  isFree: false,
  random: named,
  read: (text) =>
    text === ''
      ? null
      : (named.find((name) => name === text) ??
        new Unreadable(`has an outage of something unknown. Expected of=${named.join(', of=')}.`)),
  write: (value) => value ?? '',
  milder: () => [],
  detail: (value) => (value === null ? null : words[value]),
  brief: (value) => (value === null ? 'of what it is with' : words[value]),
}

export const outage = defineFaultKind({
  kind: 'outage',
  family: 'network',
  place: anywhereIfNamed,
  moment: 'before',
  parameters: {
    forMs: duration({
      key: 'for',
      default: 3_600_000,
      title: 'Lasts',
      choices: choices(['10 s', '10s'], ['10 min', '10min'], ['1 h', '1h']),
      random: ['10s', '1min', '10min', '1h', '6h'],
      detail: (ms) => `for ${exactly(ms)}`,
      brief: exactly,
    }),
    of,
  },
  hooks: { outage: (fault) => ({ of: unreachable(fault), forMs: fault.forMs }) },
  lastsMs: ({ forMs }) => forMs,
  evidence: {
    seen: 'injected',
    why: 'Each failure looks as it does alone: a refused connection to Stripe or Postgres, a message that is lost.',
  },
  search: {
    weight: 75,
    variants: [],
    short: null,
    lasting: (fault) => `${fault.kind} ${fault.forMs} ${unreachable(fault)}`,
  },
  words: {
    clause: (fault, { operation }) =>
      `${words[unreachable(fault)]} for ${exactly(fault.forMs)}, from ${operation} on`,
    verb: 'Outage from',
    mark: () => 'outage',
    beat: (mark) => mark,
  },
  looks: {
    sign: 'other',
    ahead: 'before',
    struck: 'before',
    atlas: { row: 'outage', filter: 'network' },
  },
  menu: [{ rank: 80, words: 'An outage of 1 h begins' }],
  buttons: {},
})
