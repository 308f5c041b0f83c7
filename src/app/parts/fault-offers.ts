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
import type { FaultFamily } from '#simulator/faults/definition.ts'
import { definitionOf, menuOffers, type MenuOffer } from '#simulator/faults/registry.ts'

/** Where a fault happens: the headings of a menu. */
export const offerGroups = ['Server', 'Postgres', 'Stripe', 'Network'] as const
export type OfferGroup = (typeof offerGroups)[number]

/** The heading of each family, in the order of the families. */
export const groupOf: { readonly [family in FaultFamily]: OfferGroup } = {
  server: 'Server',
  database: 'Postgres',
  service: 'Stripe',
  network: 'Network',
}

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

/** What words of an entry need of the scenario. */
const nouns = { service: 'Stripe', message: 'webhook' }

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
    .filter(({ kind }) => !isBefore(kind))
    .map((entry) => offerOf(entry, point, entry.inGap?.(null)))
  const nextPoint = next === null ? null : pointOf(next)
  if (nextPoint === null || next === null) return here
  const later = entriesAt(nextPoint)
    .filter(({ kind }) => isBefore(kind))
    .map((entry) => offerOf(entry, nextPoint, entry.inGap?.(next.index)))
  return inOrder([...here, ...later])
}

/** It happens as the server comes to its next operation. */
function isBefore(kind: FaultKind): boolean {
  return definitionOf(kind).moment === 'before'
}

/** A server can fail at an operation that is not its own. */
function offersOfServers(point: Point, run: Run): readonly FaultOffer[] {
  return ['A', 'B'].slice(0, run.input.servers).flatMap((name) =>
    menuOffers.flatMap((entry) => {
      const words = entry.ofServer?.(name)
      return words === undefined ? [] : offerOf({ ...entry, parameters: `target=${name}` }, point, words)
    }),
  )
}

function offersAt(point: Point): readonly FaultOffer[] {
  return entriesAt(point).map((entry) => offerOf(entry, point))
}

function entriesAt(point: Point): readonly MenuOffer[] {
  const allowed = kindsAt(point)
  const isWebhook = point.label.startsWith('webhook:')
  return menuOffers.filter(
    ({ kind, isForWebhooks }) => allowed.includes(kind) && (isForWebhooks !== true || isWebhook),
  )
}

function offerOf(entry: MenuOffer, point: Point, differing?: string): FaultOffer {
  const { family, kind, parameters } = entry
  const words = differing ?? (typeof entry.words === 'string' ? entry.words : entry.words(nouns))
  return {
    group: groupOf[family],
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
