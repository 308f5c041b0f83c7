import type { Run } from '#simulator'
import { rowsOf } from '../strip/marks.ts'

/** Rows of the highest strip: all lanes leave room for as many. */
export function mostActors(runs: readonly (Run | null)[]): number {
  return Math.max(5, ...runs.map((run) => (run === null ? 0 : rowsOf(run).length)))
}
