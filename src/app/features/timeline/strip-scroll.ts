/** Where a strip that is wider than its place is scrolled to. Pixels from its left edge. */
import { halfSign } from '../../strip/axis-labels.ts'

interface StripWindow {
  readonly scrollLeft: number
  /** Of what is in view. */
  readonly width: number
  /** Of the whole strip. */
  readonly scrollWidth: number
}

/** Room for the labels at both ends of what is looked at. */
const ahead = 100
const behind = 60

/**
 * The same place where what is looked at is in view; else it comes to the middle. No crash is cut in two by the edge.
 * @param cuts where something dies
 */
export function scrolledTo(looked: number, window: StripWindow, cuts: readonly number[]): number {
  const { scrollLeft, width, scrollWidth } = window
  if (looked > scrollLeft + behind && looked < scrollLeft + width - ahead) return scrollLeft
  const middle = Math.max(0, Math.min(scrollWidth - width, looked - width / 2))
  const split = cuts.find((x) => Math.abs(x - middle) < halfSign)
  return split === undefined ? middle : Math.max(0, split - halfSign)
}
