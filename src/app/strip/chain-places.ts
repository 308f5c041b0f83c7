/** Where the marks of a chain stand in pixels: each a little above what it marks, none on another. */
import type { Axis } from './axis.ts'
import type { Chain, ChainMark } from './chain.ts'
import { geometry } from './geometry.ts'

export interface ChainPlace {
  readonly mark: ChainMark
  readonly x: number
  readonly y: number
  /** Of its number's chip, or of its dot. */
  readonly width: number
}

/** Height of a number's chip, in pixels. */
export const chipHeight = 13
/** From the middle of a row up to the middle of a chip that marks something in it, in pixels. */
const rise = 11
const digit = 6.4
const dotWidth = 5

/** @param isNumbered whether the marks are chips with the numbers of their events rather than dots */
export function chainPlaces(
  { marks }: Chain,
  axis: Axis,
  bottom: number,
  isNumbered: boolean,
): readonly ChainPlace[] {
  const ends = new Map<number, number>()
  return marks.map((mark) => {
    const y = mark.row === null ? bottom - 7 : geometry.y(mark.row) - rise
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
