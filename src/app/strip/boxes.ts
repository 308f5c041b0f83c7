/** Boxes: what a server really runs. */
import type { Run, TraceEvent } from '#simulator'
import { keyOf, type RowOf } from './actor-rows.ts'
import { freezesOf, isWithin } from './spans.ts'
import type { StripMark } from './strip-mark.ts'

/** Steps of workflows by number; where there is no workflow, transactions and calls by name. */
export function boxes(run: Run, rowOf: RowOf): readonly StripMark[] {
  const guilty = new Set(
    run.trace.flatMap(({ what, cause }) => (what.kind === 'violated' && cause !== null ? [cause] : [])),
  )
  const spans = run.trace.flatMap((event): readonly (StripMark & { kind: 'box' })[] => {
    const name = boxName(event)
    if (name === null || (name.number === null && insideStep(run, event))) return []
    const to = endOfBox(run, event)
    const violating = run.trace.slice(event.index - 1, to).some(({ index }) => guilty.has(index))
    return [{ kind: 'box', from: event.index, to, row: rowOf(event.actor), ...name, violating }]
  })
  return spans.filter((span) => span.to > span.from || span.number !== null || span.name !== '')
}

function boxName({ what }: TraceEvent): { readonly number: string | null; readonly name: string } | null {
  if (what.kind === 'step' && what.progress !== 'replayed') return { number: what.step, name: what.name }
  if (what.kind === 'begin') return { number: null, name: shortName(what.label) }
  if (what.kind === 'stripe-call') return { number: null, name: 'session' }
  return null
}

/** `reserveInventory` is “reserve”, but `createOrder` is “order”: the word that tells them apart. */
export function shortName(label: string): string {
  const name = label.slice(label.indexOf(':') + 1)
  const [verb = name, object = ''] = name.split(/(?=[A-Z])/)
  return verb === 'create' ? object.toLowerCase() : verb
}

/** Whether a step's box is around the event already. */
function insideStep(run: Run, event: TraceEvent): boolean {
  if (event.what.kind === 'begin' && event.what.step !== null) return true
  const step = run.trace.findLast(
    (earlier) =>
      earlier.index < event.index &&
      earlier.what.kind === 'step' &&
      keyOf(earlier.actor) === keyOf(event.actor),
  )
  return step !== undefined && endOfBox(run, step) >= event.index
}

/** Index of the last event of a step, a transaction, or a call. */
function endOfBox(run: Run, event: TraceEvent): number {
  const { what } = event
  if (what.kind === 'stripe-call') return event.index
  const frozen = freezesOf(run)
  let last = event.index
  for (const later of run.trace.slice(event.index)) {
    if (keyOf(later.actor) !== keyOf(event.actor)) {
      if (later.actor.role === 'server' || later.what.kind === 'rollback') continue
      if (isWithin(frozen, event.actor, later.index)) continue
      if (what.kind === 'step') break
      continue
    }
    if (what.kind === 'begin') {
      if ('transaction' in later.what && later.what.transaction === what.transaction) last = later.index
      if (later.what.kind === 'commit' && later.what.transaction === what.transaction) break
      if (isDeath(later)) break
    } else {
      if (later.what.kind === 'fault' || later.what.kind === 'no-answer') continue
      if (isDeath(later) || ['step', 'workflow', 'arrived'].includes(later.what.kind)) break
      if (later.what.kind === 'process') continue
      if (later.site?.node !== event.site?.node) break
      last = later.index
    }
  }
  return last
}

function isDeath({ what }: TraceEvent): boolean {
  return what.kind === 'process' && (what.change === 'crashed' || what.change === 'restarted')
}
