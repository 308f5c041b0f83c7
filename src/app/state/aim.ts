/**
 * What a button or a key that breaks something would hit: buttons act at the cursor and say beforehand which
 * point they mean.
 */
import {
  formatPoint,
  kindsAt,
  parseFault,
  parsePoint,
  type Fault,
  type FaultKind,
  type Run,
  type TraceEvent,
} from '#simulator'
import { operationClause, operationNoun } from '../model/operation-parts.ts'

/** What one of the palette's kinds does, and to what. */
interface Way {
  readonly kind: FaultKind
  /** Of the fault, as text: `restart=never`. */
  readonly parameters?: string
  /** What it can hit. */
  readonly at: 'server' | 'durable' | 'statement' | 'call' | 'webhook' | 'reply' | 'request'
  /** The latest operation up to the cursor, of which it is what comes after; or the one that comes next. */
  readonly from: 'latest' | 'next'
}

/** What the palette and its menu offer. */
export const ways = {
  crash: { kind: 'crash-after', at: 'server', from: 'latest' },
  'crash-for-good': { kind: 'crash-after', parameters: 'restart=never', at: 'server', from: 'latest' },
  freeze: { kind: 'freeze', at: 'server', from: 'next' },
  deploy: { kind: 'deploy', at: 'server', from: 'next' },
  'clock-jump': { kind: 'clock-jump', at: 'server', from: 'next' },
  'crash-before': { kind: 'crash-before', at: 'server', from: 'next' },
  'lose-answer': { kind: 'ack-lost', at: 'durable', from: 'latest' },
  'break-connection': { kind: 'connection-lost', at: 'statement', from: 'next' },
  'restart-postgres': { kind: 'postgres-restart', at: 'statement', from: 'next' },
  'fail-serialization': { kind: 'serialization-failure', at: 'statement', from: 'next' },
  deadlock: { kind: 'deadlock', at: 'statement', from: 'next' },
  'fill-disk': { kind: 'disk-full', at: 'statement', from: 'next' },
  'time-out': { kind: 'timeout', at: 'call', from: 'next' },
  'lose-response': { kind: 'response-lost', at: 'call', from: 'next' },
  'lose-call': { kind: 'request-lost', at: 'call', from: 'next' },
  'fail-after': { kind: 'error-after', at: 'call', from: 'next' },
  'fail-before': { kind: 'error-before', at: 'call', from: 'next' },
  'limit-rate': { kind: 'rate-limited', at: 'call', from: 'next' },
  'drop-webhook': { kind: 'drop', at: 'webhook', from: 'next' },
  'drop-every-try': { kind: 'drop', parameters: 'tries=all', at: 'webhook', from: 'next' },
  'deliver-twice': { kind: 'duplicate', at: 'webhook', from: 'next' },
  'deliver-late': { kind: 'delay', at: 'webhook', from: 'next' },
  'overtake-webhook': { kind: 'overtake', at: 'webhook', from: 'next' },
  'forge-webhook': { kind: 'forge', at: 'webhook', from: 'next' },
  'replay-webhook': { kind: 'replay', at: 'webhook', from: 'next' },
  'lose-reply': { kind: 'drop', at: 'reply', from: 'next' },
  'lose-request': { kind: 'drop', at: 'request', from: 'next' },
} as const satisfies { readonly [name: string]: Way }

export type BreakKind = keyof typeof ways
export const breakKinds = Object.keys(ways) as readonly BreakKind[]

export type Aim =
  | {
      readonly possible: true
      readonly fault: Fault
      /** Index of the event that it hits. */
      readonly event: number
      /** `after commit:reserveInventory`, `webhook:completed`. */
      readonly target: string
      /** What it hits: `webhook`. */
      readonly noun: string
      /** Whether there is none on the side of the cursor where the kind looks, so that it hits the nearest on the other. */
      readonly isElsewhere: boolean
    }
  | { readonly possible: false; readonly reason: string }

/** Where a fault of that kind would go, from a cursor. */
export function aimAt(name: BreakKind, run: Run, cursor: number): Aim {
  const way: Way = ways[name]
  const all = targetsOf(name, run)
  const free = all.filter((event) => !isStruck(run, event, way.kind))
  const event = way.at === 'server' ? ofRunning(way, free, run, cursor) : nearest(way, free, cursor)
  if (event?.point == null) {
    const what = nouns[way.at]
    return {
      possible: false,
      reason:
        all.length === 0 ? `This run has no ${what}` : `Every ${what} of this run has this fault already`,
    }
  }
  const parameters = way.parameters === undefined ? '' : `(${way.parameters})`
  return {
    possible: true,
    fault: parseFault(`${event.point}=${way.kind}${parameters}`),
    event: event.index,
    noun: nouns[way.at],
    isElsewhere: way.from === 'next' ? event.index <= cursor : event.index > cursor,
    target: targetWords(way.kind, parsePoint(event.point).label),
  }
}

/** By run, since the cursor moves sixty times a second and this does not change. */
const known = new WeakMap<Run, Map<BreakKind, readonly TraceEvent[]>>()

/** All that a kind can hit in a run. */
function targetsOf(name: BreakKind, run: Run): readonly TraceEvent[] {
  const ofRun = known.get(run) ?? new Map<BreakKind, readonly TraceEvent[]>()
  known.set(run, ofRun)
  const targets = ofRun.get(name) ?? run.trace.filter((event) => canHit(ways[name], event))
  ofRun.set(name, targets)
  return targets
}

/** What there is none of. */
const nouns: { readonly [at in Way['at']]: string } = {
  server: 'operation of a server',
  durable: 'commit',
  statement: 'statement',
  call: 'call to Stripe',
  webhook: 'webhook',
  reply: 'reply to the customer',
  request: 'request of the customer',
}

function targetWords(kind: FaultKind, label: string): string {
  const preposition = prepositionOf(kind)
  const { lead, name, tail } = preposition === '' ? operationNoun(label) : operationClause(label)
  return [preposition, lead, name, tail].filter((part) => part !== '').join(' ')
}

function prepositionOf(kind: FaultKind): string {
  if (kind === 'crash-after' || kind === 'ack-lost') return 'after'
  return ['crash-before', 'freeze', 'deploy', 'clock-jump'].includes(kind) ? 'before' : ''
}

function canHit({ kind, at }: Way, { point, what }: TraceEvent): boolean {
  // Leases are renewed by the clock: nobody means that.
  if (point === null || what.kind === 'fault' || point.startsWith('server/renew#')) return false
  if (!kindsAt(parsePoint(point)).includes(kind)) return false
  switch (at) {
    case 'server':
    case 'statement':
      return true
    case 'durable':
      return what.kind === 'commit' || (what.kind === 'statement' && what.transaction === null)
    case 'call':
      return what.kind === 'stripe-call'
    case 'webhook':
      return what.kind === 'sent' && point.includes('/webhook:')
    case 'reply':
      return what.kind === 'sent' && point.includes('/response:checkout#')
    case 'request':
      return what.kind === 'sent' && point.includes('/request:')
  }
}

/**
 * The latest or the next operation of the server that is at work at the cursor: of one that neither is down nor
 * frozen. Where it does nothing more, the nearest of anybody.
 */
function ofRunning(way: Way, free: readonly TraceEvent[], run: Run, cursor: number): TraceEvent | undefined {
  const idle = idleAt(run, cursor)
  const able = free.filter((event) => !idle.has(serverOf(event)) || event.index > cursor)
  const latest = able.findLast((event) => event.index <= cursor)
  if (way.from === 'latest') return latest ?? able[0]
  const running = run.trace.findLast(
    (event) => event.index <= cursor && event.actor.role === 'server' && !idle.has(serverOf(event)),
  )
  const ahead = able.filter((event) => event.index > cursor && !idle.has(serverOf(event)))
  const own = ahead.find((event) => running === undefined || serverOf(event) === serverOf(running))
  return own ?? ahead[0] ?? latest ?? able[0]
}

function nearest(way: Way, free: readonly TraceEvent[], cursor: number): TraceEvent | undefined {
  const latest = free.findLast((event) => event.index <= cursor)
  const next = free.find((event) => event.index > cursor)
  return way.from === 'latest' ? (latest ?? next) : (next ?? latest)
}

/** Names of the servers that do nothing at a cursor: they are down, or frozen. */
export function idleAt(run: Run, cursor: number): ReadonlySet<string> {
  const idle = new Set<string>()
  for (const event of run.trace.slice(0, cursor)) {
    if (event.what.kind !== 'process') continue
    const { change } = event.what
    if (change === 'crashed' || change === 'frozen') idle.add(serverOf(event))
    else if (change !== 'clock-jumped') idle.delete(serverOf(event))
  }
  return idle
}

/** Whether the plan has a fault of that kind there already. */
function isStruck(run: Run, { point }: TraceEvent, kind: FaultKind): boolean {
  return run.input.plan.some((fault) => fault.kind === kind && formatPoint(fault.point) === point)
}

function serverOf(event: TraceEvent): string {
  return event.actor.role === 'server' ? event.actor.name : ''
}
