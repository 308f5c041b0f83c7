/** What is wrong with an input, in the words of a command line. */
import { fieldNames } from '#simulator'

/** A sentence of `parseInput`, which begins with a field, as one that begins with the flag that gave it. */
export function asFlags(problem: string): string {
  const [field = ''] = problem.split(' ')
  if (field === 'guard') return problem.replace(field, '--with, --without:')
  if (fieldNames.includes(field)) return `--${problem}`
  // Faults are told one by one.
  return `--plan: ${problem}`
}
