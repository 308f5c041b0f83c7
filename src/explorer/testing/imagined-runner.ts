/** Runs that nobody simulates: what an exploration sees of them follows from their plan alone, at once. */
import { formatFault, formatPoint, type Input } from '#simulator'
import type { Job, Outcome } from '../job.ts'

const beginning = ['server/createOrder#1', 'stripe/webhook:paid#1', 'server/commit:fulfillOrder#1']

/** Each fault makes something be done again at the end. */
export function imaginedPoints({ plan }: Input): readonly string[] {
  return [...beginning, ...plan.map((_, at) => `server/again#${at + 1}`)]
}

/** @param behaves how a run behaves; by default no two do alike */
export function imagine(
  { input, wants, faultsLeft }: Job,
  behaves: (input: Input) => string = ({ plan }) => plan.map(formatFault).join(),
): Outcome {
  const points = imaginedPoints(input)
  if (wants === 'points') return { kind: 'points', points }
  const last = input.plan.at(-1)
  const at = last === undefined ? -1 : points.indexOf(formatPoint(last.point))
  return {
    kind: 'verdicts',
    violated: input.plan.flatMap(({ kind }) =>
      kind === 'duplicate' ? ['S4'] : kind === 'ack-lost' ? ['L1'] : [],
    ),
    // As a run that is cut off: what it has not violated by then is not known.
    notJudged: input.plan.some(({ kind }) => kind === 'freeze') ? 'The run was stopped.' : null,
    fired: true,
    reached: input.plan.length > 1 ? ['both-down'] : [],
    behaviour: faultsLeft > 0 ? { hash: behaves(input), pointsLeft: points.length - 1 - at } : null,
  }
}
