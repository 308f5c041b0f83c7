/** A call or a statement takes time: request, effect and answer are no longer one moment. */
import { exactly } from '../../duration-words.ts'
import { defineFaultKind } from '../definition.ts'
import { choices, duration, Unreadable, type Parameter } from '../parameter.ts'
import { callOrStatement } from '../place.ts'

type EffectComes = 'first' | 'last'

const effect: Parameter<EffectComes> = {
  key: 'effect',
  default: 'last',
  title: 'Effect',
  choices: choices(['at the end', 'last'], ['at once', 'first']),
  isFree: false,
  random: ['first', 'last'],
  read: (text) =>
    text === 'first' || text === 'last'
      ? text
      : new Unreadable('has an effect other than first and last. Expected effect=first or effect=last.'),
  write: (value) => value,
  milder: () => [],
  detail: (value) => (value === 'first' ? 'its effect at once' : null),
  brief: (value) => (value === 'first' ? 'effect at once' : 'effect at the end'),
}

export const slow = defineFaultKind({
  kind: 'slow',
  family: 'service',
  place: callOrStatement,
  moment: 'during',
  parameters: {
    byMs: duration({
      key: 'by',
      // The lease is 10 s, and the Stripe client waits 80 s.
      default: 30_000,
      title: 'Takes',
      choices: choices(['5 s', '5s'], ['30 s', '30s'], ['90 s', '90s']),
      random: ['1s', '12s', '30s', '90s', '5min'],
      detail: (ms) => `for ${exactly(ms)}`,
      brief: exactly,
    }),
    effect,
  },
  hooks: { slow: (fault) => ({ byMs: fault.byMs, effect: fault.effect }) },
  lastsMs: ({ byMs }) => byMs,
  evidence: {
    seen: 'injected',
    why: 'How long a call or a statement takes cannot be chosen on a real service: here it takes virtual time.',
  },
  search: {
    weight: 65,
    variants: ['effect=first'],
    short: null,
    lasting: (fault) =>
      `${fault.kind} ${fault.byMs} ${fault.effect} ${fault.point.label} ${fault.point.subject}`,
  },
  words: {
    clause: ({ byMs }, { operation }) => `${operation} takes ${exactly(byMs)}`,
    verb: 'Slow:',
    mark: () => 'slow',
  },
  looks: {
    sign: 'other',
    ahead: 'before',
    struck: 'before',
    atlas: { row: 'slow', filter: 'service' },
  },
  menu: [
    { rank: 70, words: 'It takes 30 s' },
    { rank: 80, parameters: 'effect=first', words: 'Its answer takes 30 s' },
  ],
  buttons: {},
})
