/** What a section of the bench gives: figures, each beside the goal that DESIGN.md sets for it, if it sets one. */

export interface Section {
  readonly name: string
  /** Under which settings it was measured, in sentences. */
  readonly settings: readonly string[]
  readonly figures: readonly Figure[]
  /** What is not measured here at all, and why, in sentences. */
  readonly missing: readonly string[]
  /** What was to be measured, and could not be. */
  readonly failed: readonly FailedMeasurement[]
}

export interface FailedMeasurement {
  /** What was being measured. */
  readonly what: string
  /** The first line of the error. */
  readonly why: string
}

export interface Figure {
  /** Unique within the section: `durable.plain.timesBareSql`. */
  readonly id: string
  readonly says: string
  readonly unit: Unit
  /** The median where it was measured several times. */
  readonly value: number
  readonly range: { readonly min: number; readonly max: number } | null
  readonly goal: Goal | null
}

export type Unit = '×' | '/s' | 'ms' | 'MB' | 'kB' | 'frames/s' | 'of 100'
export type Goal = { readonly atMost: number } | { readonly atLeast: number }

/** How much is measured. */
export interface BenchSize {
  /** One short round of everything: for a smoke test, not for figures. */
  readonly quick: boolean
  /** Schedules after which memory is read. */
  readonly schedules: number
}

export interface BenchOptions extends BenchSize {
  /**
   * Measures some figures. If that fails, the failure is noted and the section goes on with its next figures.
   *
   * @param what is measured, as a person is told it
   */
  measure(what: string, work: () => Promise<readonly Figure[]>): Promise<void>
  /** Notes what is not measured here at all, in a sentence that says why. */
  leaveOut(sentence: string): void
  /** Says on standard error what is being done. */
  tell(progress: string): void
}

/** A section of the bench. */
export interface Bench {
  readonly settings: readonly string[]
  run(options: BenchOptions): Promise<void>
}

/** A figure that was measured once, or several times: then the median of them, and their range. */
export function figure(
  id: string,
  says: string,
  unit: Unit,
  measured: number | readonly number[],
  goal: Goal | null = null,
): Figure {
  if (typeof measured === 'number') return { id, says, unit, value: round(measured), range: null, goal }
  const sorted = measured.toSorted((a, b) => a - b)
  const range = { min: round(sorted[0] ?? Number.NaN), max: round(sorted.at(-1) ?? Number.NaN) }
  return { id, says, unit, value: round(quantile(sorted, 0.5)), range, goal }
}

/** @param sorted ascending */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/** Null where there is no goal. */
export function isReached({ value, goal }: Figure): boolean | null {
  if (goal === null) return null
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast
}

/** Three significant digits: a bench knows no more. */
function round(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3))
}
