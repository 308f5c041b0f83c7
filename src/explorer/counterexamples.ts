/** The counterexamples of a sweep that are worth showing: of each way of failing one, shrunk, each told once. */
import { formatInput, parseInput, type FaultKind, type Input, type Vocabulary } from '#simulator'
import { failingKey, variantOf, type Failing } from './findings.ts'
import { shrinkFully } from './shrink.ts'

/** An input and what it violates. */
export interface Shrunk {
  readonly input: Input
  readonly invariants: readonly string[]
}

/**
 * The ways of failing that are shown: the smallest of each implementation and set of invariants first, then the second
 * of each, and so on, so that no implementation and no invariant crowds out the others.
 */
export function mostTelling(failing: readonly Failing[], most: number): readonly Failing[] {
  const groups = new Map<string, Failing[]>()
  for (const each of failing) {
    const { fields, invariants } = each.counterexample
    const key = [fields['implementation'], fields['guards'], ...invariants].join(' ')
    const group = groups.get(key)
    if (group) group.push(each)
    else groups.set(key, [each])
  }
  const lists = [...groups.values()]
  const rounds = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: rounds }, (_, round) => lists.flatMap((list) => list[round] ?? []))
    .flat()
    .slice(0, most)
}

/**
 * Whether something simpler fails in the same way: it violates all that the last fault brought. Were one of these enough,
 * a parcel that never came might shrink to one that came twice.
 */
export function breaksAlike(brought: readonly string[], violated: readonly string[]): boolean {
  return brought.every((id) => violated.includes(id))
}

export interface ShrinkOptions {
  /** Aborted: nothing more is tried, and each is as small as it has become. */
  readonly signal?: AbortSignal
  /** Nothing else may take the place of a fault. Absent: any kind that is plainer. */
  readonly kinds?: readonly FaultKind[]
  /** After each of them. */
  readonly onShrunk?: () => void
}

/**
 * Shrinks each, and leaves out those that come to the same.
 *
 * @param vocabulary reads their inputs
 * @param violatedBy runs an input
 */
export async function shrinkAll(
  failing: readonly Failing[],
  vocabulary: Vocabulary,
  violatedBy: (input: Input) => Promise<readonly string[]>,
  { signal, kinds, onShrunk }: ShrinkOptions = {},
): Promise<readonly Shrunk[]> {
  const asked = new Map<string, Promise<readonly string[]>>()
  const ask = (input: Input): Promise<readonly string[]> => {
    const text = JSON.stringify(formatInput(input))
    const known = asked.get(text) ?? violatedBy(input)
    asked.set(text, known)
    return known
  }
  const shrunk = await Promise.all(
    failing.map(async ({ counterexample, brought }): Promise<Shrunk> => {
      const { input } = parseInput(counterexample.fields, vocabulary)
      const smallest = await shrinkFully(
        input,
        async (simpler) =>
          signal?.aborted !== true && isOf(simpler, kinds) && breaksAlike(brought, await ask(simpler)),
      )
      onShrunk?.()
      return {
        input: smallest,
        invariants: smallest === input ? counterexample.invariants : await ask(smallest),
      }
    }),
  )
  return [...new Map(shrunk.toReversed().map((each) => [keyOf(each), each])).values()].toReversed()
}

function isOf({ plan }: Input, kinds: readonly FaultKind[] | undefined): boolean {
  return kinds === undefined || plan.every(({ kind }) => kinds.includes(kind))
}

function keyOf({ input, invariants }: Shrunk): string {
  return `${variantOf(input)} ${failingKey({ fields: formatInput(input), invariants })}`
}
