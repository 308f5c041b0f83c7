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
import { definitionOf, parametersAt } from '#simulator/faults/registry.ts'

/** Which faults a search offers at a point. */
export interface Offer {
  readonly palette: Palette
  /** How late each message may be besides what the palette has, as text: `10s`. */
  readonly delays?: readonly string[]
  /** Only these kinds, those that only change the order among them. Absent: all that the palette has. */
  readonly kinds?: readonly FaultKind[]
  /** Whether a preemption counts as a fault where the palette has none. */
  readonly preempts?: boolean
}

/** Whether a preemption is one of the faults that are offered, rather than counted apart. */
export function offersPreemptions({ kinds, preempts }: Pick<Offer, 'kinds' | 'preempts'>): boolean {
  return preempts === true || kinds?.includes('preempt') === true
}

/** `short`: the faults that break something most often; `full`: every kind wherever it can be. */
export type Palette = 'short' | 'full'

/** Every single fault of a palette at the points of a run, in the order in which the run came to them. */
export function singleFaults(points: readonly string[], palette: Palette): readonly Fault[] {
  return points.flatMap((point) => faultsAt(point, { palette }))
}

/** What is offered at one point, always in the same order. */
export function faultsAt(point: string, { palette, delays = [], kinds }: Offer): readonly Fault[] {
  const parsed = parsePoint(point)
  const texts = kinds ? ofKinds(parsed, kinds) : palette === 'full' ? fullAt(parsed) : shortAt(parsed)
  const faults = [...texts, ...delaysAt(parsed, delays)].map((text) => parseFault(`${point}=${text}`))
  return [...new Map(faults.map((fault) => [formatFault(fault), fault])).values()]
}

function delaysAt(point: Point, delays: readonly string[]): readonly string[] {
  return kindsAt(point).includes('delay') ? delays.map((by) => `delay(by=${by})`) : []
}

function fullAt(point: Point): readonly string[] {
  return ofKinds(
    point,
    faultKinds.filter((kind) => definitionOf(kind).search.isOrder !== true),
  )
}

function ofKinds(point: Point, wanted: readonly FaultKind[]): readonly string[] {
  const kinds = kindsAt(point).filter((kind) => wanted.includes(kind))
  return kinds.flatMap((kind) => [
    kind,
    ...variantsAt(kind, point).map((parameters) => `${kind}(${parameters})`),
  ])
}

function variantsAt(kind: FaultKind, point: Point): readonly string[] {
  const keys = parametersAt(kind, point).map(([, { key }]) => key)
  return definitionOf(kind).search.variants.filter((text) => keys.some((key) => text.startsWith(`${key}=`)))
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

/** Kinds that are never tried, for the sentence that says what was not tried. */
export function kindsNotTried(palette: Palette, kinds?: readonly FaultKind[]): readonly FaultKind[] {
  if (kinds !== undefined) return faultKinds.filter((kind) => !kinds.includes(kind))
  if (palette === 'full') return []
  return faultKinds.filter((kind) => {
    const { short, isOrder } = definitionOf(kind).search
    return short === null && isOrder !== true
  })
}
