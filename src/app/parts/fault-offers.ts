/** Which faults can be placed at an event, in groups, the most usual first, and what each would do in plain words. */
import {
  formatPoint,
  kindsAt,
  parseFault,
  parsePoint,
  type Fault,
  type FaultKind,
  type Point,
  type Run,
  type TraceEvent,
} from '#simulator'

/** Where a fault happens: the headings of a menu. */
export const offerGroups = ['Server', 'Postgres', 'Stripe', 'Network'] as const
export type OfferGroup = (typeof offerGroups)[number]

/** An entry of a menu. */
export interface FaultOffer {
  readonly group: OfferGroup
  readonly kind: FaultKind
  readonly words: string
  /** Where it would strike, or why it cannot; null where the menu's title says so. */
  readonly detail: string | null
  /** Null where it cannot strike. */
  readonly fault: Fault | null
}

interface Entry {
  readonly kind: FaultKind
  /** Of the fault, as text: `restart=never`. */
  readonly parameters?: string
  readonly group: OfferGroup
  /** What happens, about “it”. */
  readonly words: string
  /** What is said of it in a gap before an event, where that differs. */
  readonly inGap?: (next: number | null) => string
}

/** Every kind, the most usual first within its group; parameters are edited where the fault is listed. */
const entries: readonly Entry[] = [
  {
    group: 'Server',
    kind: 'crash-after',
    words: 'Crash the server after it',
    inGap: () => 'Crash here, restart after 30 s',
  },
  {
    group: 'Server',
    kind: 'crash-before',
    words: 'Crash the server before it',
    inGap: (next) => `Crash just before event ${next ?? ''}`,
  },
  {
    group: 'Server',
    kind: 'crash-after',
    parameters: 'restart=never',
    words: 'Crash after it and stay down',
    inGap: () => 'Crash here and stay down',
  },
  {
    group: 'Server',
    kind: 'freeze',
    words: 'Freeze the server for 60 s before it',
    inGap: () => 'Freeze here for 60 s',
  },
  {
    group: 'Server',
    kind: 'deploy',
    words: 'Deploy new code before it',
    inGap: () => 'Deploy new code here',
  },
  {
    group: 'Server',
    kind: 'clock-jump',
    words: 'Put its clock 10 min ahead before it',
    inGap: () => 'Put its clock 10 min ahead here',
  },
  { group: 'Postgres', kind: 'ack-lost', words: 'Postgres does it, the answer is lost' },
  { group: 'Postgres', kind: 'connection-lost', words: 'The connection breaks, and it does not run' },
  { group: 'Postgres', kind: 'postgres-restart', words: 'Postgres restarts, and it does not run' },
  { group: 'Postgres', kind: 'serialization-failure', words: 'Postgres refuses it: 40001, try again' },
  { group: 'Postgres', kind: 'deadlock', words: 'Postgres refuses it: 40P01, deadlock' },
  { group: 'Postgres', kind: 'disk-full', words: 'Postgres refuses it: 53100, disk full' },
  { group: 'Stripe', kind: 'timeout', words: 'Stripe does it, no answer comes in time' },
  { group: 'Stripe', kind: 'response-lost', words: 'Stripe does it, the answer is lost' },
  { group: 'Stripe', kind: 'request-lost', words: 'The request never reaches Stripe' },
  { group: 'Stripe', kind: 'error-after', words: 'Stripe does it and answers 500' },
  { group: 'Stripe', kind: 'error-before', words: 'Stripe does nothing and answers 500' },
  { group: 'Stripe', kind: 'rate-limited', words: 'Stripe answers 429, too many requests' },
  { group: 'Network', kind: 'drop', words: 'Lose it on the way' },
  { group: 'Network', kind: 'drop', parameters: 'tries=all', words: 'Lose it on every try' },
  { group: 'Network', kind: 'duplicate', words: 'Deliver it twice' },
  { group: 'Network', kind: 'delay', words: 'Deliver it 31 min late' },
  { group: 'Network', kind: 'overtake', words: 'Let the next message overtake it' },
  { group: 'Network', kind: 'forge', words: 'An attacker forges it, with a wrong signature' },
  { group: 'Network', kind: 'replay', words: 'An attacker sends it again 2 min later' },
]

/** All that is allowed at an event; empty where nothing can be broken. */
export function faultOffers(event: TraceEvent, run: Run): readonly FaultOffer[] {
  const point = pointOf(event)
  if (point === null) return []
  return point.role === 'server' ? offersAt(point) : [...offersOfServers(point, run), ...offersAt(point)]
}

/**
 * What can happen in a gap: to the operation on its left, and to the server before it comes to the next one.
 *
 * @param next null where the server does nothing more
 */
export function gapOffers(event: TraceEvent, next: TraceEvent | null): readonly FaultOffer[] {
  const point = pointOf(event)
  if (point === null) return []
  const here = entriesAt(point)
    .filter(({ kind }) => !beforeKinds.includes(kind))
    .map((entry) => offerOf(entry, point, entry.inGap?.(null)))
  const nextPoint = next === null ? null : pointOf(next)
  if (nextPoint === null || next === null) return here
  const later = entriesAt(nextPoint)
    .filter(({ kind }) => beforeKinds.includes(kind))
    .map((entry) => offerOf(entry, nextPoint, entry.inGap?.(next.index)))
  return inOrder([...here, ...later])
}

/** They strike as the server comes to its next operation. */
const beforeKinds: readonly FaultKind[] = ['crash-before', 'freeze', 'deploy', 'clock-jump']

/** A server can die at anybody's operation. */
function offersOfServers(point: Point, run: Run): readonly FaultOffer[] {
  return ['A', 'B'].slice(0, run.input.servers).flatMap((name) =>
    (['crash-after', 'freeze'] as const).map((kind) => {
      const words =
        kind === 'freeze' ? `Freeze server ${name} for 60 s before it` : `Crash server ${name} after it`
      return offerOf({ group: 'Server', kind, parameters: `target=${name}`, words }, point)
    }),
  )
}

function offersAt(point: Point): readonly FaultOffer[] {
  return entriesAt(point).map((entry) => offerOf(entry, point))
}

function entriesAt(point: Point): readonly Entry[] {
  const allowed = kindsAt(point)
  const isWebhook = point.label.startsWith('webhook:')
  return entries.filter(
    ({ kind, parameters }) => allowed.includes(kind) && (parameters !== 'tries=all' || isWebhook),
  )
}

function offerOf(entry: Entry, point: Point, inGap?: string): FaultOffer {
  const { group, kind, parameters } = entry
  const words = inGap ?? entry.words
  return {
    group,
    kind,
    words: point.label.startsWith('commit:') ? words.replace('does it', 'commits') : words,
    detail: null,
    fault: parseFault(`${formatPoint(point)}=${kind}${parameters === undefined ? '' : `(${parameters})`}`),
  }
}

function pointOf({ point, what }: TraceEvent): Point | null {
  return point === null || what.kind === 'fault' ? null : parsePoint(point)
}

/** By group, and in the order of the entries within it. */
function inOrder(offers: readonly FaultOffer[]): readonly FaultOffer[] {
  return offers.toSorted((one, other) => rank(one) - rank(other))
}

function rank({ group }: FaultOffer): number {
  return offerGroups.indexOf(group)
}
