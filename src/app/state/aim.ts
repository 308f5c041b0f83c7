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
import type { ButtonEntry } from '#simulator/faults/definition.ts'
import { buttonOffers, definitionOf, type ButtonOffer, type FaultButton } from '#simulator/faults/registry.ts'
import { operationClause, operationNoun } from '../model/operation-parts.ts'

export type BreakKind = FaultButton
/** What the toolbar and its menu offer. */
export const breakKinds: readonly BreakKind[] = buttonOffers.map(({ button }) => button)

const offers = new Map(buttonOffers.map((offer) => [offer.button, offer]))

/** What one of the toolbar's kinds does, and to what. */
export function wayOf(name: BreakKind): ButtonOffer {
  const offer = offers.get(name)
  if (offer === undefined) throw new Error(`The toolbar has no “${name}”.`)
  return offer
}

/** Whether it is what comes after the latest operation up to the cursor; else the operation that comes next is meant. */
function isOfLatest({ kind }: ButtonOffer): boolean {
  return definitionOf(kind).moment === 'after'
}

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
  const way = wayOf(name)
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
    isElsewhere: isOfLatest(way) ? event.index > cursor : event.index <= cursor,
    target: targetWords(way.kind, parsePoint(event.point).label),
  }
}

/** By run, since the cursor moves sixty times a second and this does not change. */
const known = new WeakMap<Run, Map<BreakKind, readonly TraceEvent[]>>()

/** All that a kind can hit in a run. */
function targetsOf(name: BreakKind, run: Run): readonly TraceEvent[] {
  const ofRun = known.get(run) ?? new Map<BreakKind, readonly TraceEvent[]>()
  known.set(run, ofRun)
  const targets = ofRun.get(name) ?? run.trace.filter((event) => canHit(wayOf(name), event))
  ofRun.set(name, targets)
  return targets
}

/** What there is none of. */
const nouns: { readonly [at in ButtonEntry['at']]: string } = {
  server: 'operation of a server',
  durable: 'commit',
  statement: 'statement',
  call: 'call to Stripe',
  webhook: 'webhook',
  reply: 'reply to the customer',
  request: 'request of the customer',
}

function targetWords(kind: FaultKind, label: string): string {
  const { moment } = definitionOf(kind)
  const preposition = moment === 'during' ? '' : moment
  const { lead, name, tail } = preposition === '' ? operationNoun(label) : operationClause(label)
  return [preposition, lead, name, tail].filter((part) => part !== '').join(' ')
}

function canHit({ kind, at }: ButtonOffer, { point, what }: TraceEvent): boolean {
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
function ofRunning(
  way: ButtonOffer,
  free: readonly TraceEvent[],
  run: Run,
  cursor: number,
): TraceEvent | undefined {
  const idle = idleAt(run, cursor)
  const able = free.filter((event) => !idle.has(serverOf(event)) || event.index > cursor)
  const latest = able.findLast((event) => event.index <= cursor)
  if (isOfLatest(way)) return latest ?? able[0]
  const running = run.trace.findLast(
    (event) => event.index <= cursor && event.actor.role === 'server' && !idle.has(serverOf(event)),
  )
  const ahead = able.filter((event) => event.index > cursor && !idle.has(serverOf(event)))
  const own = ahead.find((event) => running === undefined || serverOf(event) === serverOf(running))
  return own ?? ahead[0] ?? latest ?? able[0]
}

function nearest(way: ButtonOffer, free: readonly TraceEvent[], cursor: number): TraceEvent | undefined {
  const latest = free.findLast((event) => event.index <= cursor)
  const next = free.find((event) => event.index > cursor)
  return isOfLatest(way) ? (latest ?? next) : (next ?? latest)
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
