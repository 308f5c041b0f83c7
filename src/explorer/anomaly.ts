/** What kind of wrong a violation is, and the deeds that made it: the end from which an explanation is read backwards. */
import type { Json } from '#engine'
import { violationsIn, type JsonRow, type Run, type Violation } from '#simulator'
import { text } from './words.ts'
import { staleAmong, type Stale } from './stale.ts'
import { added, changesTable, deedsOf, effectsOf, orderIds, type Deed } from './deeds.ts'

export type Anomaly =
  /** Deeds of which there should be one, in their order. */
  | { readonly kind: 'twice'; readonly deeds: readonly Deed[] }
  /** A deed that should not have been. */
  | { readonly kind: 'wrong'; readonly deed: Deed }
  /** A write that rests on what was no longer true. */
  | { readonly kind: 'stale'; readonly stale: Stale }
  /** An order with which nobody went on after its last deed. */
  | { readonly kind: 'never'; readonly order: string; readonly last: Deed | undefined }
  /** It never comes to rest. */
  | { readonly kind: 'endless' }

/** The gravest first: money, parcels, stock, then what merely hangs. */
const gravity = ['S1', 'S4', 'S2', 'S3', 'S7', 'S9', 'S8', 'S10', 'S5', 'S6', 'S11', 'L1', 'L2', 'L3']

/** The violation that is worth telling. */
export function gravest(run: Run): Violation | undefined {
  const rank = ({ id }: Violation) => (gravity.includes(id) ? gravity.indexOf(id) : gravity.length)
  return violationsIn(run).toSorted((one, other) => rank(one) - rank(other))[0]
}

export function anomalyOf(run: Run, verdict: Violation): Anomaly {
  const deeds = deedsOf(run)
  const row = verdict.rows[0] ?? {}
  switch (verdict.id) {
    case 'S1': {
      const charged = deeds.filter((deed) => added(deed, 'stripe.charges')?.['cart_id'] === row['cart_id'])
      const pages = charged.map((deed) => added(deed, 'stripe.charges')?.['session_id'])
      return many([...creationsOf(deeds, pages), ...charged])
    }
    case 'S9':
      return many(creationsOf(deeds, listOf(row['sessions'])))
    case 'S2':
    case 'S3':
      return stockAnomaly(run, verdict, deeds)
    case 'S4':
    case 'S5':
    case 'S6':
    case 'L1':
      return orderAnomaly(row, deeds, run)
    case 'S7':
      return many(deeds.filter((deed) => deed.event === Number(row['event'])))
    case 'S8':
      return many(deeds.filter((deed) => listOf(row['events']).includes(deed.event)))
    case 'S10':
      return many(deeds.filter((deed) => isCheckpoint(deed, row)).slice(-1))
    case 'S11':
      return many(
        deeds.filter((deed) => added(deed, 'shipments')?.['order_id'] === row['order_id']).slice(0, 1),
      )
    case 'L3':
      return many(
        deeds
          .filter((deed) => deed.event < Number(row['event']))
          .filter((deed) => run.trace[deed.event - 1]?.subject === row['subject'])
          .slice(-1),
      )
    default:
      return { kind: 'endless' }
  }
}

/** Shipped twice, shipped unpaid, cancelled although paid; or nothing at all after the last deed. */
function orderAnomaly(row: JsonRow, deeds: readonly Deed[], run: Run): Anomaly {
  const order = text(row, 'order_id')
  const its = deeds.filter(({ orders }) => orders.includes(order))
  const shipped = its.filter((deed) => added(deed, 'shipments')?.['order_id'] === order)
  if (shipped.length > 1) return many(shipped)
  const paid = its.filter((deed) => added(deed, 'stripe.charges')?.['order_id'] === order)
  const ended = its.filter((deed) => endsOrder(deed, order))
  if (ended.length > 0) return many([...paid, ...ended].toSorted((one, other) => one.event - other.event))
  const known = orderIds(run).includes(order)
  return { kind: 'never', order, last: known ? its.at(-1) : undefined }
}

/** The same thing done to the stock for the same order again, or two things of which each excludes the other. */
function stockAnomaly(run: Run, { event }: Violation, deeds: readonly Deed[]): Anomaly {
  const before = deeds.filter((deed) => deed.event < event)
  const moving = before.filter((deed) => changesTable(deed, 'inventory') || changesTable(deed, 'shipments'))
  for (const order of orderIds(run)) {
    const its = moving.filter(({ orders }) => orders.includes(order))
    const again = its.filter(({ name }) => its.filter((other) => other.name === name).length > 1)
    if (again.length > 1) return many(again)
    const ended = its.filter((deed) => endsOrder(deed, order))
    if (ended.length > 1) return many(ended)
  }
  const stale = staleAmong(run, before)
  return stale === undefined ? many(moving.slice(-1)) : { kind: 'stale', stale }
}

function many(deeds: readonly Deed[]): Anomaly {
  const [first] = deeds
  if (first === undefined) return { kind: 'endless' }
  return deeds.length === 1 ? { kind: 'wrong', deed: first } : { kind: 'twice', deeds }
}

function creationsOf(deeds: readonly Deed[], sessions: readonly (Json | undefined)[]): readonly Deed[] {
  return deeds.filter((deed) => {
    const id = added(deed, 'stripe.sessions')?.['id']
    return id !== undefined && sessions.includes(id)
  })
}

/** Whether it is the deed that brought the order to its end, or would have: shipping or giving the units back. */
function endsOrder(deed: Deed, order: string): boolean {
  if (!deed.orders.includes(order) || effectsOf(deed).length === 0) return false
  if (added(deed, 'shipments') !== undefined) return true
  return deed.changes.some(
    ({ table, before, after }) =>
      (table === 'orders' && isEnd(after) && !isEnd(before)) ||
      (table === 'inventory' && Number(after?.['stock']) > Number(before?.['stock'])),
  )
}

function isEnd(row: JsonRow | null): boolean {
  return row !== null && ['FULFILLED', 'CANCELLED'].includes(text(row, 'status'))
}

function isCheckpoint(deed: Deed, row: JsonRow): boolean {
  return deed.changes.some(
    ({ table, after }) =>
      table.endsWith('step_checkpoint') &&
      after?.['workflow_id'] === row['workflow_id'] &&
      after?.['step'] === row['step'] &&
      after?.['epoch'] === row['epoch'],
  )
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []
}
