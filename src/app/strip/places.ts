/** Where the signs of a strip stand in pixels, and which of them lies under the pointer. */
import type { Axis } from './axis.ts'
import type { StripForm } from './geometry.ts'
import type { StripMark } from './strip-mark.ts'

export interface SignPlace {
  readonly mark: StripMark
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** A sign is met this many pixels beside it: lines are thinner than a pointer is exact. */
const tolerance = 5

/** In the order in which the arrows go through them: by event, then from the upper row to the lower. */
export function signPlaces(
  marks: readonly StripMark[],
  axis: Axis,
  form: StripForm,
  bottom: number,
): readonly SignPlace[] {
  return marks
    .map((mark) => placeOf(mark, axis, form, bottom))
    .toSorted((one, other) => one.mark.from - other.mark.from || one.top - other.top)
}

/** Of all signs at a point the narrowest, then the lowest: a line across a span, a dot on a line. */
export function signAt(places: readonly SignPlace[], x: number, y: number): SignPlace | null {
  const met = places.filter(
    ({ left, right, top, bottom }) =>
      x >= left - tolerance && x <= right + tolerance && y >= top && y <= bottom,
  )
  return (
    met.toSorted((one, other) => widthOf(one) - widthOf(other) || heightOf(one) - heightOf(other))[0] ?? null
  )
}

const widthOf = ({ left, right }: SignPlace): number => right - left
const heightOf = ({ top, bottom }: SignPlace): number => bottom - top

function placeOf(mark: StripMark, axis: Axis, form: StripForm, bottom: number): SignPlace {
  const xOf = (event: number) => axis.x[event] ?? 0
  const span = { mark, left: xOf(mark.from), right: xOf(mark.to) }
  const half = form.row / 2
  switch (mark.kind) {
    case 'break': {
      const middle = (span.left + span.right) / 2
      return { mark, left: middle - 3, right: middle + 3, top: 0, bottom }
    }
    case 'cut':
      return { ...span, top: 0, bottom }
    case 'violated':
      return { ...span, top: 0, bottom }
    case 'divergence':
      return { ...span, top: bottom, bottom: bottom + 8 }
    case 'reason': {
      const y = mark.row === null ? bottom - 7 : form.y(mark.row) - half
      return { ...span, top: y - 5, bottom: y + 5 }
    }
    case 'struck':
      return { ...span, top: 0, bottom: form.y(mark.row) - half / 2 }
    case 'box':
      return {
        mark,
        left: span.left - axis.pad,
        right: span.right + axis.pad,
        top: form.y(mark.row) - half,
        bottom: form.y(mark.row) + half,
      }
    case 'again':
      return { ...span, top: form.y(mark.row) + half, bottom }
    case 'arrow': {
      const [upper, lower] = [Math.min(mark.row, mark.toRow), Math.max(mark.row, mark.toRow)]
      return { ...span, top: form.y(upper), bottom: form.y(lower) }
    }
    case 'call':
      return { ...span, top: form.y(mark.row) + half, bottom: form.y(mark.toRow) + half }
    default:
      return { ...span, top: form.y(mark.row) - half, bottom: form.y(mark.row) + half }
  }
}
