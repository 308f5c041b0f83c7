/** Which faults are tried: palettes over the points of a run. */
import { kinds, kindsAt, parseFault, parsePoint, type Fault, type FaultKind, type Point } from '#simulator'

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

/** Every single fault of a palette at the points of a run, in the order in which the run came to them. */
export function singleFaults(points: readonly string[], palette: Palette): readonly Fault[] {
  return points.flatMap((text) =>
    palette === 'full'
      ? fullAt(text)
      : shortAt(text, parsePoint(text)).map((kind) => parseFault(`${text}=${kind}`)),
  )
}

function fullAt(text: string): readonly Fault[] {
  return kindsAt(parsePoint(text)).flatMap((kind) => [
    parseFault(`${text}=${kind}`),
    ...(variants[kind] ?? []).map((parameters) => parseFault(`${text}=${kind}(${parameters})`)),
  ])
}

/** A crash after each operation of a server, the answer to each commit lost, three kinds a call, four a webhook. */
function shortAt(_text: string, { role, label }: Point): readonly string[] {
  if (label.startsWith('webhook:')) return ['drop(tries=all)', 'duplicate', 'delay', 'overtake']
  if (role !== 'server') return []
  if (label.startsWith('stripe.')) return ['crash-after', 'response-lost', 'error-after', 'timeout']
  return label.startsWith('commit:') ? ['crash-after', 'ack-lost'] : ['crash-after']
}

/** Kinds that a palette never tries, for the line that says what was not tried. */
export function kindsNotIn(palette: Palette): readonly FaultKind[] {
  if (palette === 'full') return []
  const tried = [
    'crash-after',
    'ack-lost',
    'response-lost',
    'error-after',
    'timeout',
    'drop',
    'duplicate',
    'delay',
    'overtake',
  ]
  return (Object.keys(kinds) as FaultKind[]).filter((kind) => !tried.includes(kind))
}
