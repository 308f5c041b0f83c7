/** Which faults are tried: palettes over the points of a run. */
import {
  faultKinds,
  formatFault,
  kindsAt,
  parseFault,
  parsePoint,
  type Fault,
  type FaultKind,
  type Point,
} from '#simulator'
import type { PointClass } from '#simulator/faults/definition.ts'
import { definitionOf } from '#simulator/faults/registry.ts'

/** `short`: the faults that break something most often; `full`: every kind wherever it can be. */
export type Palette = 'short' | 'full'

/** Every single fault of a palette at the points of a run, in the order in which the run came to them. */
export function singleFaults(points: readonly string[], palette: Palette): readonly Fault[] {
  return points.flatMap((point) => faultsAt(point, palette))
}

/**
 * The faults of a palette at one point, always in the same order.
 *
 * @param delays how late a message may be besides, as text: `10s`
 */
export function faultsAt(point: string, palette: Palette, delays: readonly string[] = []): readonly Fault[] {
  const parsed = parsePoint(point)
  const texts = palette === 'full' ? fullAt(parsed) : shortAt(parsed)
  const faults = [...texts, ...delaysAt(parsed, delays)].map((text) => parseFault(`${point}=${text}`))
  return [...new Map(faults.map((fault) => [formatFault(fault), fault])).values()]
}

function delaysAt(point: Point, delays: readonly string[]): readonly string[] {
  return kindsAt(point).includes('delay') ? delays.map((by) => `delay(by=${by})`) : []
}

function fullAt(point: Point): readonly string[] {
  const kinds = kindsAt(point).filter((kind) => definitionOf(kind).search.isOrder !== true)
  return kinds.flatMap((kind) => [
    kind,
    ...definitionOf(kind).search.variants.map((parameters) => `${kind}(${parameters})`),
  ])
}

/** A crash after each operation of a server, the answer to each commit lost, three kinds a call, four a webhook. */
function shortAt(point: Point): readonly string[] {
  const at = classOf(point)
  return faultKinds.flatMap((kind) => {
    const { short } = definitionOf(kind).search
    if (short === null || at === null || !short.at.includes(at)) return []
    return short.parameters === undefined ? kind : `${kind}(${short.parameters})`
  })
}

/** Null where the short palette has nothing. */
function classOf({ role, label }: Point): PointClass | null {
  if (label.startsWith('webhook:')) return 'webhook'
  if (role !== 'server') return null
  if (label.startsWith('stripe.')) return 'call'
  return label.startsWith('commit:') ? 'commit' : 'operation'
}

/** Kinds that a palette never tries, for the sentence that says what was not tried. */
export function kindsNotIn(palette: Palette): readonly FaultKind[] {
  if (palette === 'full') return []
  return faultKinds.filter((kind) => {
    const { short, isOrder } = definitionOf(kind).search
    return short === null && isOrder !== true
  })
}
