import type { Run } from '#simulator'
import type { Catalogue } from './catalogue.ts'

/**
 * The question that the plan poses to every lane, whatever comes out in one of them.
 * @param runs Of the same experiment; the one in which most faults strike says best who is hit.
 */
export function planQuestion({ ask }: Catalogue, runs: readonly (Run | null)[]): string {
  const [run] = runs
    .filter((candidate) => candidate !== null)
    .toSorted((one, other) => struck(other) - struck(one))
  return run === undefined ? '' : ask({ ...run, verdicts: [] }).question
}

function struck({ faults }: Run): number {
  return faults.filter(({ fired }) => fired).length
}
