/**
 * What a button or a key that breaks something would hit: buttons act at the cursor and say beforehand which
 * point they mean.
 */
import {
  formatFault,
  formatPoint,
  parsePoint,
  type Fault,
  type Point,
  type Run,
  type TraceEvent,
} from '#simulator'

import { shortLabel } from './fault-words.ts'

/** What the palette offers. */
export const breakKinds = [
  'crash',
  'crash-for-good',
  'drop-webhook',
  'drop-every-try',
  'deliver-twice',
  'deliver-late',
  'forge-webhook',
  'lose-reply',
] as const
export type BreakKind = (typeof breakKinds)[number]

export type Aim =
  | {
      readonly possible: true
      readonly fault: Fault
      /** Index of the event that it hits. */
      readonly event: number
      /** `after commit:reserveInventory`, `webhook:completed`. */
      readonly target: string
    }
  | { readonly possible: false; readonly reason: string }

/** Where a fault of that kind would go, from a cursor. */
export function aimAt(kind: BreakKind, run: Run, cursor: number): Aim {
  switch (kind) {
    case 'crash':
      return aimCrash(run, cursor, 30_000)
    case 'crash-for-good':
      return aimCrash(run, cursor, null)
    case 'drop-webhook':
      return aimWebhook(run, cursor, (point) => ({ point, kind: 'drop', tries: 'one' }))
    case 'drop-every-try':
      return aimWebhook(run, cursor, (point) => ({ point, kind: 'drop', tries: 'all' }))
    case 'deliver-twice':
      return aimWebhook(run, cursor, (point) => ({ point, kind: 'duplicate' }))
    case 'deliver-late':
      return aimWebhook(run, cursor, (point) => ({ point, kind: 'delay', byMs: 31 * 60_000 }))
    case 'forge-webhook':
      return aimWebhook(run, cursor, (point) => ({ point, kind: 'forge' }))
    case 'lose-reply':
      return aimMessage(run, cursor, /\/response:checkout/, 'reply to the customer', (point) => ({
        point,
        kind: 'drop',
        tries: 'one',
      }))
  }
}

/**
 * The latest operation of a running server at or before the cursor, else the first one after it. A server that is
 * down at the cursor cannot be crashed, so its operations are passed over.
 */
function aimCrash(run: Run, cursor: number, restartMs: number | null): Aim {
  const down = downAt(run, cursor)
  const isTarget = (event: TraceEvent) =>
    event.actor.role === 'server' &&
    event.point !== null &&
    event.point.startsWith('server/') &&
    !isPlanned(run, event.point, ['crash-after'])
  const event =
    run.trace.findLast(
      (candidate) => candidate.index <= cursor && isTarget(candidate) && !down.has(serverOf(candidate)),
    ) ?? run.trace.find((candidate) => candidate.index > cursor && isTarget(candidate))
  if (event?.point == null)
    return { possible: false, reason: 'No server does anything here that is not crashed already' }
  const point = parsePoint(event.point)
  return {
    possible: true,
    fault: { point, kind: 'crash-after', restartMs },
    event: event.index,
    target: `after ${shortLabel(point.label)}`,
  }
}

function aimWebhook(run: Run, cursor: number, faultAt: (point: Point) => Fault): Aim {
  return aimMessage(run, cursor, /\/webhook:/, 'webhook', faultAt)
}

/** The next such message after the cursor, else the latest before it. */
function aimMessage(
  run: Run,
  cursor: number,
  label: RegExp,
  name: string,
  faultAt: (point: Point) => Fault,
): Aim {
  const sent = run.trace.filter(
    (event) => event.what.kind === 'sent' && event.point !== null && label.test(event.point),
  )
  const free = sent.filter(
    ({ point }) => point !== null && !isPlanned(run, point, [faultAt(parsePoint(point)).kind]),
  )
  const event = free.find(({ index }) => index > cursor) ?? free.at(-1)
  if (event?.point == null)
    return {
      possible: false,
      reason: sent.length === 0 ? `No ${name} is sent in this run` : `That is done to every ${name} already`,
    }
  const point = parsePoint(event.point)
  return { possible: true, fault: faultAt(point), event: event.index, target: shortLabel(point.label) }
}

/** Names of the servers that are down at a cursor. */
export function downAt(run: Run, cursor: number): ReadonlySet<string> {
  const down = new Set<string>()
  for (const event of run.trace.slice(0, cursor)) {
    if (event.what.kind !== 'process') continue
    if (event.what.change === 'crashed') down.add(serverOf(event))
    else down.delete(serverOf(event))
  }
  return down
}

/** Whether the plan has the very same fault. */
export function isInPlan(run: Run, fault: Fault): boolean {
  const text = formatFault(fault)
  return run.input.plan.some((planned) => formatFault(planned) === text)
}

function isPlanned(run: Run, point: string, kinds: readonly Fault['kind'][]): boolean {
  return run.input.plan.some((fault) => kinds.includes(fault.kind) && formatPoint(fault.point) === point)
}

function serverOf(event: TraceEvent): string {
  return event.actor.role === 'server' ? event.actor.name : ''
}
