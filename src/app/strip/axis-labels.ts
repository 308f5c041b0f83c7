/**
 * What stands in the strip's axis: the playhead's number, broken rules, faults, lengths of pauses, event numbers. No
 * two of them touch; of two that would, the one that matters less is left out, or moves to its line's other side.
 */
import type { Axis } from './axis.ts'
import type { StripMark } from './strip-mark.ts'

export interface AxisLabel {
  readonly kind: 'tick' | 'break' | 'fault' | 'violated'
  readonly text: string
  /** What it takes of the axis, in pixels. */
  readonly from: number
  readonly to: number
}

/** About the width of a letter at 11 px, in pixels. */
const letter = 6.1
/** Between two labels, in pixels. */
const gap = 4
/** From a crash's line to its word: half of its ✕ lies between. */
const beside = 10

/** Half of a crash's ✕, and the gap beside it. */
export const halfSign = 4 + gap

/** Where on the axis something dies, in pixels. */
export function crashesAt(axis: Axis, marks: readonly StripMark[]): readonly number[] {
  return marks.flatMap(({ kind, from }) => (kind === 'cut' ? [axis.x[from] ?? 0] : []))
}

/** Half of the width of the playhead's number. */
export function flagHalf(text: string): number {
  return text.length * 3.6 + 6
}

/**
 * @param flag the playhead's number, which nothing may cover; null where none is drawn
 * @param viewFrom pixels that the strip is scrolled by: no label is cut in two there
 */
export function axisLabels(
  axis: Axis,
  marks: readonly StripMark[],
  flag: { readonly x: number; readonly text: string } | null,
  viewFrom = 0,
): readonly AxisLabel[] {
  const labels: AxisLabel[] = []
  const signs = crashesAt(axis, marks)
  const isFree = ({ from, to }: AxisLabel) =>
    from >= -gap &&
    signs.every((x) => from > x + halfSign || to < x - halfSign) &&
    labels.every((other) => from > other.to + gap || to < other.from - gap) &&
    (flag === null || from > flag.x + flagHalf(flag.text) + 2 || to < flag.x - flagHalf(flag.text) - 2)
  const place = (...choices: readonly AxisLabel[]) => {
    const label = choices.find(isFree)
    if (label !== undefined) labels.push(label)
  }
  const isWhole = ({ kind, from, to }: AxisLabel) =>
    from >= viewFrom || to < viewFrom - (kind === 'fault' ? beside : 0)
  for (const candidates of candidatesOf(axis, marks)) place(...candidates.filter(isWhole))
  return labels
}

/** The places that each label could take, the best first; what matters most comes first. */
function candidatesOf(axis: Axis, marks: readonly StripMark[]): readonly (readonly AxisLabel[])[] {
  const xOf = (event: number) => axis.x[event] ?? 0
  const ofKind = <Kind extends StripMark['kind']>(kind: Kind) =>
    marks.filter((mark): mark is Extract<StripMark, { kind: Kind }> => mark.kind === kind)
  return [
    ...ofKind('violated').map(({ from, invariant }) => {
      const half = invariant.length * 3.3 + 5
      return [
        label('violated', invariant, xOf(from) - half, 2 * half),
        label('violated', invariant, xOf(from) - 2 * half - 14, 2 * half),
        label('violated', invariant, xOf(from) - 2 * half - 28, 2 * half),
      ]
    }),
    ...[...ofKind('cut'), ...ofKind('struck')]
      .toSorted((one, other) => one.from - other.from)
      .map(({ from, word }) => [
        label('fault', word, xOf(from) - beside - word.length * letter, word.length * letter),
        label('fault', word, xOf(from) + beside, word.length * letter),
      ]),
    ...ofKind('break')
      .toSorted((one, other) => other.ms - one.ms)
      .map(({ from, to, label: text }) => [centred('break', text, (xOf(from) + xOf(to)) / 2)]),
    ...axis.ticks
      .filter(({ event }) => marks.every((mark) => mark.kind !== 'cut' || mark.from !== event))
      .map(({ x, label: text }) => [centred('tick', text, x)]),
  ]
}

function label(kind: AxisLabel['kind'], text: string, from: number, width: number): AxisLabel {
  return { kind, text, from, to: from + width }
}

function centred(kind: AxisLabel['kind'], text: string, x: number): AxisLabel {
  const width = text.length * (kind === 'tick' ? 6.7 : letter)
  return label(kind, text, x - width / 2, width)
}
