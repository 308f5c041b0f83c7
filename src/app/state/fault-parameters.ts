/** What of a fault can be chosen after it is placed: how long, how often, and whose process. */
import {
  formatDuration,
  formatFault,
  formatPoint,
  kinds,
  parseFault,
  PlanError,
  type Fault,
  type FaultKind,
} from '#simulator'
import { about } from '#simulator/sentence.ts'

/** A parameter of a kind, and its sensible values. */
export interface Parameter {
  /** As the plan's text has it: `restart`. */
  readonly key: 'restart' | 'for' | 'by' | 'tries' | 'target'
  /** `Down for`. */
  readonly title: string
  readonly choices: readonly Choice[]
  /** Whether any other value can be typed. */
  readonly isFree: boolean
}

export interface Choice {
  readonly label: string
  /** As the plan's text has it; null for what the text leaves out. */
  readonly value: string | null
}

const chosen = (...values: readonly (readonly [label: string, value: string])[]): readonly Choice[] =>
  values.map(([label, value]) => ({ label, value }))

const down: Parameter = {
  key: 'restart',
  title: 'Down for',
  choices: chosen(['5 s', '5s'], ['30 s', '30s'], ['5 min', '5min'], ['until the end', 'never']),
  isFree: true,
}

const parameters: { readonly [kind in FaultKind]?: Parameter } = {
  'crash-before': down,
  'crash-after': down,
  freeze: {
    key: 'for',
    title: 'Frozen for',
    choices: chosen(['11 s', '11s'], ['60 s', '1min'], ['5 min', '5min']),
    isFree: true,
  },
  'clock-jump': {
    key: 'by',
    title: 'Clock jumps by',
    choices: chosen(['−10 min', '-10min'], ['+10 min', '10min']),
    isFree: true,
  },
  delay: {
    key: 'by',
    title: 'Late by',
    choices: chosen(['10 s', '10s'], ['31 min', '31min'], ['2 h', '2h']),
    isFree: true,
  },
  replay: {
    key: 'by',
    title: 'Sent again after',
    choices: chosen(['2 min', '2min'], ['10 min', '10min']),
    isFree: true,
  },
  drop: {
    key: 'tries',
    title: 'Loses',
    choices: chosen(['one try', '1'], ['every try', 'all']),
    isFree: false,
  },
}

/** What can be chosen of a fault, if anything. @param servers how many there are */
export function parametersOf({ kind, point }: Fault, servers: number): readonly Parameter[] {
  const own = parameters[kind]
  return [
    ...(own ? [own] : []),
    ...(isOfProcess(kind) ? [targetOf(kind, point.role === 'server', servers)] : []),
  ]
}

/** Whose process it befalls: the one at the operation, or one by its name. */
function targetOf(kind: FaultKind, isServers: boolean, servers: number): Parameter {
  const names = ['A', 'B'].slice(0, servers).map((name): Choice => ({ label: `server ${name}`, value: name }))
  return {
    key: 'target',
    title: 'Target',
    choices: [
      ...(isServers ? [{ label: 'the server at work', value: null }] : []),
      ...names,
      ...(kind.startsWith('crash-') ? [{ label: 'Postgres', value: 'postgres' }] : []),
    ],
    isFree: false,
  }
}

function isOfProcess(kind: FaultKind): boolean {
  return kinds[kind].at === 'process'
}

/** The value of a parameter, as the plan's text has it; null where the text leaves it out. */
export function valueOf(fault: Fault, key: Parameter['key']): string | null {
  switch (key) {
    case 'target':
      return 'target' in fault ? (fault.target ?? null) : null
    case 'tries':
      return 'tries' in fault ? (fault.tries === 'all' ? 'all' : '1') : null
    case 'restart':
      return 'restartMs' in fault
        ? fault.restartMs === null
          ? 'never'
          : formatDuration(fault.restartMs)
        : null
    case 'for':
      return 'forMs' in fault ? formatDuration(fault.forMs) : null
    case 'by':
      return 'byMs' in fault ? formatDuration(fault.byMs) : null
  }
}

/** The fault with another value, or the parser's sentence why it is none. */
export function withValue(
  fault: Fault,
  key: Parameter['key'],
  value: string | null,
): { readonly fault: Fault } | { readonly problem: string } {
  const given = kinds[fault.kind].parameters.map((each): readonly [string, string | null] => [
    each,
    each === key ? value : valueOf(fault, each),
  ])
  const text = given.flatMap(([each, its]) => (its === null ? [] : [`${each}=${its}`])).join(',')
  try {
    return { fault: parseFault(`${formatPoint(fault.point)}=${fault.kind}(${text})`) }
  } catch (error) {
    if (!(error instanceof PlanError)) throw error
    return { problem: error.message.replace(error.text, value ?? '') }
  }
}

/** Whether two faults are the same. */
export function isSame(one: Fault, other: Fault): boolean {
  return formatFault(one) === formatFault(other)
}

/** All that is chosen, in few words: `down 30 s`, `60 s, server B`; `server at work` for what names nobody. */
export function valueWords(fault: Fault): string {
  const words = [ownWords(fault), targetWords(fault)].filter((each) => each !== null)
  return words.length === 0 ? 'server at work' : words.join(', ')
}

function ownWords(fault: Fault): string | null {
  switch (fault.kind) {
    case 'crash-before':
    case 'crash-after':
      return fault.restartMs === null ? 'stays down' : `down ${about(fault.restartMs)}`
    case 'freeze':
      return about(fault.forMs)
    case 'clock-jump':
      return `${fault.byMs < 0 ? '−' : '+'}${about(Math.abs(fault.byMs))}`
    case 'delay':
      return `${about(fault.byMs)} late`
    case 'replay':
      return `${about(fault.byMs)} later`
    case 'drop':
      return fault.tries === 'all' ? 'every try' : 'one try'
    default:
      return null
  }
}

function targetWords(fault: Fault): string | null {
  if (!('target' in fault)) return null
  return fault.target === 'postgres' ? 'Postgres' : `server ${fault.target}`
}
