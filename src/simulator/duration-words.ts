/** Durations, as people read them. */

/** Below this, hours say more. */
const fewestDaysMs = 48 * 3_600_000

/** `30 s`, `30 min`, `2 h`: rounded, for reading. */
export function about(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < 100_000) return `${Math.round(ms / 1_000)} s`
  if (ms < 100 * 60_000) return `${Math.round(ms / 60_000)} min`
  if (ms < fewestDaysMs) return `${Math.round(ms / 3_600_000)} h`
  return `${Math.round(ms / 86_400_000)} days`
}

const units = [
  [86_400_000, 'days', fewestDaysMs],
  [3_600_000, 'h', 3_600_000],
  [60_000, 'min', 100_000],
  [1_000, 's', 1_000],
] as const

/** What a plan or an input says, without rounding: `60 s`, `31 min`, `80 h`, `3 days`. */
export function exactly(ms: number): string {
  const unit = units.find(([size, , leastMs]) => ms >= leastMs && ms % size === 0)
  return unit === undefined ? `${ms} ms` : `${ms / unit[0]} ${unit[1]}`
}
