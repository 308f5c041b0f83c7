/** A fault in words, for chips, buttons and the live region. */
import type { Fault, FaultKind, Target } from '#simulator'
import { about } from '#simulator/sentence.ts'

export interface FaultWords {
  /** `Crash after`. */
  readonly verb: string
  /** The operation, set as code: `commit:reserveInventory`. */
  readonly operation: string
  /** `down for 2h`, `all tries`; null where all is as usual. */
  readonly detail: string | null
}

/** What each kind is called; the operation follows. */
const verbs: { readonly [kind in FaultKind]: string } = {
  'crash-before': 'Crash before',
  'crash-after': 'Crash after',
  freeze: 'Freeze before',
  'clock-jump': 'Clock jumps at',
  deploy: 'Deploy before',
  'ack-lost': 'Lose the answer to',
  'serialization-failure': 'Serialization failure at',
  deadlock: 'Deadlock at',
  'connection-lost': 'Connection lost at',
  'disk-full': 'Disk full at',
  'postgres-restart': 'Postgres restarts at',
  'request-lost': 'Lose the request',
  'response-lost': 'Lose Stripe’s answer to',
  'error-before': '500 instead of',
  'error-after': '500 after',
  'rate-limited': '429 at',
  timeout: 'Time-out at',
  drop: 'Drop',
  duplicate: 'Deliver twice',
  delay: 'Delay',
  overtake: 'Overtake',
  forge: 'Forge',
  replay: 'Replay',
}

export function faultWords(fault: Fault): FaultWords {
  const details = [detailOf(fault), 'target' in fault ? targetWords(fault.target) : null]
  const detail = details.filter((words) => words !== null).join(', ')
  return {
    verb: verbs[fault.kind],
    operation: operationWords(fault),
    detail: detail === '' ? null : detail,
  }
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
      return fault.tries === 'all' ? 'every try' : null
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
  const { verb, operation, detail } = faultWords(fault)
  return [verb, operation, ...(detail === null ? [] : [detail])].join(' ')
}

/** `webhook:checkout.session.completed` as `webhook:completed`: there is only one kind of session here. */
export function shortLabel(label: string): string {
  return label.replace(':checkout.session.', ':')
}

function operationWords({ point }: Fault): string {
  const subject = point.subject === 'order-1' ? '' : ` of ${point.subject}`
  const occurrence = point.occurrence === 1 ? '' : ` #${point.occurrence}`
  return `${shortLabel(point.label)}${subject}${occurrence}`
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
