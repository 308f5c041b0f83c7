/** Shrinking: from a counterexample to one of which nothing can be left out. */
import type { Input } from '#simulator'
import { simplerInputs } from './simpler.ts'

/** One thing that was tried. */
export interface ShrinkStep {
  /** In words: `without server/…=crash-after`. */
  readonly says: string
  readonly input: Input
  /** Whether it still fails in the same way; then it takes the place of what it came from. */
  readonly fails: boolean
}

/**
 * Tries one simplification after the other and keeps those that still fail, until none does: then nothing simpler by a
 * single thing fails. Lazy: whoever has seen enough stops asking.
 *
 * @param input fails
 * @param fails runs an input, and says whether it violates what is looked for
 * @returns the last input that failed
 */
export async function* shrink(
  input: Input,
  fails: (input: Input) => Promise<boolean>,
): AsyncGenerator<ShrinkStep, Input> {
  let smallest = input
  for (;;) {
    let found: Input | null = null
    for (const { says, input: simpler } of simplerInputs(smallest)) {
      const step = { says, input: simpler, fails: await fails(simpler) }
      yield step
      if (!step.fails) continue
      found = simpler
      break
    }
    if (found === null) return smallest
    smallest = found
  }
}

/** The smallest, for whom the steps do not matter. */
export async function shrinkFully(input: Input, fails: (input: Input) => Promise<boolean>): Promise<Input> {
  const steps = shrink(input, fails)
  for (;;) {
    const { done, value } = await steps.next()
    if (done === true) return value
  }
}
