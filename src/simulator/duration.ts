/** Durations as a plan's text has them: `500ms`, `30s`, `31min`, `2h`, `7d`. */

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const

/**
 * The longest duration. The slowest payment takes 14 business days, 20 days with three weekends; a longer duration is a
 * typing error.
 */
export const maxDurationMs = 21 * 86_400_000

/** `90000` as `90s`, `1860000` as `31min`: what `parseDuration` reads back. */
export function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`
  for (const [unit, size] of units) if (ms > 0 && ms % size === 0) return `${ms / size}${unit}`
  return `${ms}ms`
}

/** @returns milliseconds; null if the text is no duration, or one that is too long */
export function parseDuration(text: string): number | null {
  const match = /^(\d+)(ms|s|min|h|d)$/.exec(text)
  const size = units.find(([unit]) => unit === match?.[2])?.[1]
  const ms = size === undefined ? Number.NaN : Number(match?.[1]) * size
  return ms >= 0 && ms <= maxDurationMs ? ms : null
}
