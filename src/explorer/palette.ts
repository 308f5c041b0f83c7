/** Which faults are tried: palettes over the points of a run. */
import {
  formatFault,
  kinds,
  kindsAt,
  parseFault,
  parsePoint,
  type Fault,
  type FaultKind,
  type Point,
} from '#simulator'

/** `short`: the faults that break something most often; `full`: every kind wherever it can be. */
export type Palette = 'short' | 'full'

/** What a kind is tried with besides its defaults. */
const variants: { readonly [kind in FaultKind]?: readonly string[] } = {
  'crash-before': ['restart=never'],
  'crash-after': ['restart=never'],
  'clock-jump': ['by=-10min'],
  drop: ['tries=all'],
  replay: ['by=10min'],
}

/** A crash after each operation of a server, the answer to each commit lost, three kinds a call, four a webhook. */
const short = {
  operation: ['crash-after'],
  commit: ['crash-after', 'ack-lost'],
  call: ['crash-after', 'response-lost', 'error-after', 'timeout'],
  webhook: ['drop(tries=all)', 'duplicate', 'delay', 'overtake'],
} as const

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
  return kindsAt(point).flatMap((kind) => [
    kind,
    ...(variants[kind] ?? []).map((parameters) => `${kind}(${parameters})`),
  ])
}

function shortAt({ role, label }: Point): readonly string[] {
  if (label.startsWith('webhook:')) return short.webhook
  if (role !== 'server') return []
  if (label.startsWith('stripe.')) return short.call
  return label.startsWith('commit:') ? short.commit : short.operation
}

/** Kinds that a palette never tries, for the sentence that says what was not tried. */
export function kindsNotIn(palette: Palette): readonly FaultKind[] {
  if (palette === 'full') return []
  const tried = Object.values(short).flatMap((texts) => texts.map((text) => text.replace(/\(.*/, '')))
  return (Object.keys(kinds) as FaultKind[]).filter((kind) => !tried.includes(kind))
}
