/** Where the marks of a chain stand in pixels: each a little above what it marks, none on another. */
import type { Axis } from './axis.ts'
import type { Chain, ChainMark } from './chain.ts'
import type { StripForm } from './geometry.ts'

export interface ChainPlace {
  readonly mark: ChainMark
  readonly x: number
  readonly y: number
  /** Of its number's chip, or of its dot. */
  readonly width: number
}

/** Height of a number's chip, in pixels. */
export const chipHeight = 14
/** Width of a digit at 11 px, in pixels. */
const digit = 6.8
const dotWidth = 5

/** @param isNumbered whether the marks are chips with the numbers of their events rather than dots */
export function chainPlaces(
  { marks }: Chain,
  axis: Axis,
  form: StripForm,
  bottom: number,
  isNumbered: boolean,
): readonly ChainPlace[] {
  const ends = new Map<number, number>()
  return marks.map((mark) => {
    // On the line between a row and the one above it: it covers the least of both.
    const y = mark.row === null ? bottom - 7 : form.y(mark.row) - form.row / 2
    const width = isNumbered ? String(mark.event).length * digit + 6 : dotWidth
    const own = axis.x[mark.event] ?? 0
    const x = Math.max(own, (ends.get(y) ?? Number.NEGATIVE_INFINITY) + width / 2 + 1)
    ends.set(y, x + width / 2)
    return { mark, x, y, width }
  })
}

/** From one mark to the next, leaving and coming in along the axis. */
export function linkPath(from: ChainPlace, to: ChainPlace, gap: number): string {
  const end = to.x - gap
  const middle = (from.x + end) / 2
  if (end - from.x < 8) return `M${from.x} ${from.y}L${to.x} ${to.y + (from.y < to.y ? -gap : gap)}`
  return `M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${end} ${to.y}`
}
