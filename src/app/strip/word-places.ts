/** Where the words of faults stand above the rows: clear of each other and of the playhead's number. */
import type { Axis } from './axis.ts'
import type { StripMark } from './strip-mark.ts'

/** To the right of its line, to the left of it, or nowhere. */
export type WordSide = 'right' | 'left' | null

export interface WordPlace {
  readonly side: WordSide
  /** What it takes of the axis, in pixels. */
  readonly from: number
  readonly to: number
}

const letter = 6.2
/** Half of the playhead's number. */
const playheadHalf = 16

/** By mark, for those that have a word. */
export function wordPlaces(
  marks: readonly StripMark[],
  axis: Axis,
  playhead: number,
): ReadonlyMap<StripMark, WordPlace> {
  const places = new Map<StripMark, WordPlace>()
  let end = Number.NEGATIVE_INFINITY
  for (const mark of marks.toSorted((one, other) => one.from - other.from)) {
    if (mark.kind !== 'cut' && mark.kind !== 'struck') continue
    const x = axis.x[mark.from] ?? 0
    const place = placeOf(x, mark.word.length * letter, mark.kind === 'cut' ? 12 : -4, playhead, end)
    places.set(mark, place)
    end = Math.max(end, place.to)
  }
  return places
}

function placeOf(x: number, width: number, start: number, playhead: number, end: number): WordPlace {
  const right = { side: 'right', from: x + Math.min(start, -6), to: x + start + width } as const
  const isCovered = playhead + playheadHalf > right.from && playhead - playheadHalf < right.to
  const left = { side: 'left', from: x - leftGap - width, to: x } as const
  if (isCovered) return left.from > end ? left : { side: null, from: x, to: x }
  return right.from > end ? right : { side: null, from: x - 6, to: x + 6 }
}

/** From a word on the left to its line, in pixels: the playhead's number stands there, wherever it drove the word away. */
export const leftGap = 2 * playheadHalf + 8
