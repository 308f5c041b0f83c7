/** What was found with more than one fault: a list of counterexamples, each shrunk. */
import { failingKey } from '#explorer/findings.ts'
import { mostTelling } from '#explorer/counterexamples.ts'
import type { Exploration } from '#explorer/exploration.ts'
import type { Outcome } from '#explorer/job.ts'
import { shrink } from '#explorer/shrink.ts'
import { formatInput, parseInput, type Input, type InputFields, type Vocabulary } from '#simulator'

export interface Deeper {
  readonly kind: 'two' | 'random'
  readonly tried: number
  readonly violating: number
  /** Schedules that need not be tried. */
  readonly pruned: number
  /** Whether all within the bound has been tried. */
  readonly isComplete: boolean
  readonly found: readonly Found[]
  /** Ways of failing beyond those that are listed. */
  readonly more: number
  /** There are still more, of which nothing is known but how many schedules fail so. */
  readonly areOthers: boolean
}

export interface Found {
  /** Of the way of failing that it was found as. */
  readonly key: string
  /** As text. */
  readonly fields: InputFields
  readonly violated: readonly string[]
  /** How it was made smaller, in words; null where nobody has tried yet. */
  readonly steps: readonly string[] | null
}

/** So many are listed and shrunk. */
const mostFound = 24

/** The most telling of what has been found so far, with what has been shrunk before. */
export function deeperOf(kind: Deeper['kind'], exploration: Exploration, before: readonly Found[]): Deeper {
  const { failing, leftOut } = exploration.findings()
  const { tried, violating, pruned } = exploration.progress()
  const told = mostTelling(failing, mostFound)
  const found = told.map(({ counterexample: { fields, invariants } }): Found => {
    const key = failingKey({ fields, invariants })
    return before.find((each) => each.key === key) ?? { key, fields, violated: invariants, steps: null }
  })
  const more = failing.length - told.length
  return {
    kind,
    tried,
    violating,
    pruned,
    isComplete: exploration.isOver(),
    found,
    more,
    areOthers: leftOut > 0,
  }
}

/** Shrinks one: what is left violates the same invariant first, and nothing of it can be left out. */
export async function shrinkFound(
  found: Found,
  vocabulary: Vocabulary,
  run: (input: Input) => Promise<Outcome>,
): Promise<Found> {
  const id = found.violated[0] ?? ''
  const steps: string[] = []
  let smallest: Found = found
  const tries = shrink(parseInput(found.fields, vocabulary).input, async (input) => {
    const outcome = await run(input)
    if (outcome.kind !== 'verdicts' || !outcome.violated.includes(id)) return false
    smallest = { ...smallest, fields: formatInput(input), violated: outcome.violated }
    return true
  })
  for await (const { says, fails } of tries) if (fails) steps.push(says)
  return { ...smallest, steps }
}

/** Some come to the same when they are made smaller: the first of them stays. */
export function eachOnce(found: readonly Found[]): readonly Found[] {
  const keyOf = ({ fields, violated }: Found) => failingKey({ fields, invariants: violated })
  const smallest = found.filter(({ steps }) => steps !== null)
  return found.filter((each) => {
    const same = smallest.find((other) => keyOf(other) === keyOf(each))
    return each.steps === null || same === each
  })
}
