/** Where a cursor stands among the stops, and which stop a step leads to. */
import type { RoomStop } from './stops.ts'

/** Position of the last stop at or before a cursor; −1 before the first. */
export function stopBefore(stops: readonly RoomStop[], cursor: number): number {
  return stops.findLastIndex(({ event }) => event <= cursor)
}

/**
 * Position of the stop that one step leads to; null at either end. From between two stops a step back leads to the one
 * before, as the step forward leads to the one after.
 */
export function stopAfterStep(stops: readonly RoomStop[], cursor: number, direction: 1 | -1): number | null {
  const at =
    direction === 1
      ? stops.findIndex(({ event }) => event > cursor)
      : stops.findLastIndex(({ event }) => event < cursor)
  return at < 0 ? null : at
}
