/**
 * Measuring several things in turn, A B A B, so that a slow moment of the machine hurts all of them alike.
 *
 * It is the processor's time of this process that is measured: what is measured so waits for nothing, and a machine
 * that others use as well would otherwise be measured instead.
 */
import { quantile } from './figures.ts'

export interface Rounds {
  readonly rounds: number
  /** Calls of each subject in one round. */
  readonly calls: number
}

/** Something to be measured; awaited only where it gives a promise. */
export type Subject = () => unknown

/**
 * Milliseconds that one call of each subject took: the median of a round's calls.
 *
 * @returns one list a subject, with one number a round, so that numbers of one round can be compared
 */
export async function measureInTurn(
  subjects: readonly Subject[],
  { rounds, calls }: Rounds,
): Promise<readonly (readonly number[])[]> {
  const medians = subjects.map((): number[] => [])
  for (let round = 0; round < rounds; round += 1) {
    const samples = subjects.map((): number[] => [])
    for (let call = 0; call < calls; call += 1) {
      for (const [index, subject] of subjects.entries()) samples[index]?.push(await measure(subject))
    }
    for (const [index, list] of samples.entries()) {
      medians[index]?.push(
        quantile(
          list.toSorted((a, b) => a - b),
          0.5,
        ),
      )
    }
  }
  return medians
}

async function measure(subject: Subject): Promise<number> {
  const before = process.cpuUsage()
  const result = subject()
  if (result instanceof Promise) await result
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
