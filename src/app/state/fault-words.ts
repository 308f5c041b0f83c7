/** A fault in words, for chips, buttons and the live region. */
import type { Fault, FaultKind, Target } from '#simulator'
import { about } from '#simulator/sentence.ts'
import { operationClause, operationNoun } from '../model/operation-parts.ts'

export interface FaultWords {
  /** `Crash after`. */
  readonly verb: string
  /** The name of the operation in the code, set as code: `reserveInventory`. */
  readonly operation: string
  /** What follows the name: `commits`. May be empty. */
  readonly tail: string
  /** `down for 2h`, `all tries`; null where all is as usual. */
  readonly detail: string | null
}

/** What each kind is called. The operation follows, as a clause after those that say when, else as a noun. */
const verbs: { readonly [kind in FaultKind]: string } = {
  'crash-before': 'Crash before',
  'crash-after': 'Crash after',
  freeze: 'Freeze before',
  'clock-jump': 'Clock jumps before',
  deploy: 'Deploy before',
  'ack-lost': 'Lose the answer to',
  'serialization-failure': 'Serialization failure at',
  deadlock: 'Deadlock at',
  'connection-lost': 'Connection lost at',
  'disk-full': 'Disk full at',
  'postgres-restart': 'Postgres restarts at',
  'request-lost': 'Lose',
  'response-lost': 'Lose the answer to',
  'error-before': 'Answer 500 instead of',
  'error-after': 'Answer 500 after',
  'rate-limited': 'Answer 429 to',
  timeout: 'No answer in time to',
  drop: 'Lose',
  duplicate: 'Deliver',
  delay: 'Delay',
  overtake: 'Let the next message overtake',
  forge: 'Forge',
  replay: 'Replay',
}

const clauseKinds: readonly FaultKind[] = ['crash-before', 'crash-after', 'freeze', 'clock-jump', 'deploy']

export function faultWords(fault: Fault): FaultWords {
  const { kind, point } = fault
  const { lead, name, tail } = clauseKinds.includes(kind)
    ? operationClause(point.label)
    : operationNoun(point.label)
  const details = [detailOf(fault), 'target' in fault ? targetWords(fault.target) : null]
  const detail = details.filter((words) => words !== null).join(', ')
  return {
    verb: joined(verbs[kind], lead),
    operation: name,
    tail: joined(
      tail,
      point.subject === 'order-1' ? '' : `for ${point.subject}`,
      kind === 'duplicate' ? 'twice' : '',
      point.occurrence === 1 ? '' : `(#${point.occurrence})`,
    ),
    detail: detail === '' ? null : detail,
  }
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}

function detailOf(fault: Fault): string | null {
  switch (fault.kind) {
    case 'crash-after':
    case 'crash-before':
      return restartWords(fault.restartMs)
    case 'freeze':
      return `for ${about(fault.forMs)}`
    case 'clock-jump':
      return `${fault.byMs < 0 ? 'back' : 'ahead'} by ${about(Math.abs(fault.byMs))}`
    case 'drop':
      return fault.tries === 'all' ? 'on every try' : null
    case 'delay':
      return `by ${about(fault.byMs)}`
    case 'replay':
      return `${about(fault.byMs)} later`
    default:
      return null
  }
}

function targetWords(target: Target): string {
  return target === 'postgres' ? 'Postgres' : `server ${target}`
}

/** The same in one string. */
export function faultSentence(fault: Fault): string {
  const { verb, operation, tail, detail } = faultWords(fault)
  return joined(verb, operation, tail, detail ?? '')
}

function restartWords(restartMs: number | null): string | null {
  if (restartMs === null) return 'stays down'
  return restartMs === 30_000 ? null : `down for ${about(restartMs)}`
}

/** What strikes, in a word or two, for where it is drawn. */
export function strikeWords(fault: Fault): string {
  switch (fault.kind) {
    case 'clock-jump':
      return `clock ${fault.byMs < 0 ? '−' : '+'}${about(Math.abs(fault.byMs))}`
    case 'delay':
      return `${about(fault.byMs)} late`
    default:
      return strikes[fault.kind]
  }
}

const strikes: { readonly [kind in Exclude<FaultKind, 'clock-jump' | 'delay'>]: string } = {
  'crash-before': 'crash',
  'crash-after': 'crash',
  freeze: 'freeze',
  deploy: 'new code',
  'ack-lost': 'answer lost',
  'serialization-failure': '40001',
  deadlock: '40P01',
  'connection-lost': 'connection lost',
  'disk-full': 'disk full',
  'postgres-restart': 'restart',
  'request-lost': 'request lost',
  'response-lost': 'answer lost',
  'error-before': '500',
  'error-after': '500, but done',
  'rate-limited': '429',
  timeout: 'time-out',
  drop: 'lost',
  duplicate: 'twice',
  overtake: 'overtaken',
  forge: 'forged',
  replay: 'replayed',
}
