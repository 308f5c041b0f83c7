import type { Input, Run } from '#simulator'
import { asIfAllFired } from '../model/awaited.ts'
import type { Catalogue } from './catalogue.ts'

/**
 * The question that the plan poses to every lane, whatever comes out in one of them.
 * @param runs Of the same experiment; the one in which most faults strike says best who is hit.
 */
export function planQuestion({ ask }: Catalogue, runs: readonly (Run | null)[]): string {
  const [run] = runs
    .filter((candidate) => candidate !== null)
    .toSorted((one, other) => struck(other) - struck(one))
  if (run === undefined) return ''
  // With so many their number is all that is told of them; and one that strikes anywhere is counted.
  const anywhere = run.faults.map(
    (outcome, fault) =>
      runs.map((lane) => lane?.faults[fault]).find((each) => each?.fired === true) ?? outcome,
  )
  const faults = struck({ faults: anywhere }) > 2 ? anywhere : run.faults
  return ask({ ...run, faults, verdicts: [] }).question
}

/** The question of a run that is awaited: what its plan asks, whatever comes out. */
export function pendingQuestion({ ask }: Catalogue, answered: Run, wanted: Input): string {
  return ask(asIfAllFired(answered, wanted)).question
}

function struck({ faults }: Pick<Run, 'faults'>): number {
  return faults.filter(({ fired }) => fired).length
}
