/** What was found with more than one fault: a list of counterexamples, each shrunk once all has been tried. */
import { failingKey } from '#explorer/findings.ts'
import { breaksAlike, mostTelling } from '#explorer/counterexamples.ts'
import type { Exploration } from '#explorer/exploration.ts'
import type { Outcome } from '#explorer/job.ts'
import { shrink } from '#explorer/shrink.ts'
import { formatInput, parseInput, type Input, type InputFields, type Vocabulary } from '#simulator'

export interface Deeper {
  readonly kind: 'two' | 'random'
  /** What chance drew from last. */
  readonly seed: number
  readonly tried: number
  readonly violating: number
  /** Schedules that were stopped before their end, and had violated nothing by then. */
  readonly notJudged: number
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
  /** Of these, what its last fault brought. */
  readonly brought: readonly string[]
  /** Shrinking steps, in words; null where nobody has tried yet. */
  readonly steps: readonly string[] | null
}

/** A sweep of more than single faults. */
export interface DeeperSweep {
  readonly kind: Deeper['kind']
  readonly seed: number
  /** What was found under other seeds. */
  readonly earlier: Deeper | null
}

/** So many are listed and shrunk. */
const mostFound = 24

/**
 * The most telling of what has been found so far, with what has been shrunk before.
 *
 * @param before what is shown now
 */
export function deeperOf(
  { kind, seed, earlier }: DeeperSweep,
  exploration: Exploration,
  before: readonly Found[],
): Deeper {
  const { failing, leftOut } = exploration.findings()
  const { tried, violating, notJudged, pruned } = exploration.progress()
  const told = mostTelling(failing, mostFound)
  const found = told.map(({ counterexample: { fields, invariants }, brought }): Found => {
    const key = failingKey({ fields, invariants })
    return (
      before.find((each) => each.key === key) ?? { key, fields, violated: invariants, brought, steps: null }
    )
  })
  const known = earlier?.found.map(({ key }) => key) ?? []
  const all = [...(earlier?.found ?? []), ...found.filter(({ key }) => !known.includes(key))]
  return {
    kind,
    seed,
    tried: tried + (earlier?.tried ?? 0),
    violating: violating + (earlier?.violating ?? 0),
    notJudged: notJudged + (earlier?.notJudged ?? 0),
    pruned: pruned + (earlier?.pruned ?? 0),
    isComplete: exploration.isOver(),
    found: all.slice(0, mostFound),
    more: Math.max(0, all.length - mostFound) + failing.length - told.length + (earlier?.more ?? 0),
    areOthers: leftOut > 0 || earlier?.areOthers === true,
  }
}

/** Shrinks one: what is left breaks what it broke, and nothing of it can be left out. */
export async function shrinkFound(
  found: Found,
  vocabulary: Vocabulary,
  run: (input: Input) => Promise<Outcome>,
): Promise<Found> {
  const steps: string[] = []
  let smallest: Found = found
  const tries = shrink(parseInput(found.fields, vocabulary).input, async (input) => {
    const outcome = await run(input)
    if (outcome.kind !== 'verdicts' || !breaksAlike(found.brought, outcome.violated)) return false
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
