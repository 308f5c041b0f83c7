/** What the page knows of a scenario: the one seam between the page and the register of scenarios. */
import type { Run, Vocabulary } from '#simulator'
import type { Asked, FaultNouns, Guard, Left, Opening, Receipt, StoryWords } from '#simulator/scenario.ts'

/** How a run ends, in one word: all rules hold, an order is stuck, a rule is broken, or the run was stopped early. */
export type Tone = Asked['tone']

export interface Catalogue {
  /** `Checkout`, for the top bar. */
  readonly title: string
  readonly vocabulary: Vocabulary
  /** In the order of the lanes. */
  readonly implementations: readonly Implementation[]
  readonly customers: readonly CustomerFacts[]
  /** What every run is checked for. */
  readonly invariants: readonly Invariant[]
  /** The question that a run's plan poses, and the answer that its verdicts give. */
  readonly ask: (run: Run) => Dialogue
  /** What faults hit, as the page calls it. */
  readonly faultNouns: FaultNouns
  /** In one word what a run comes to that violates these invariants. */
  readonly toneOf: (violated: readonly string[]) => Tone
  /** What a first visitor is shown; a scenario without one opens on a comparison. */
  readonly opening?: Opening
  /** What is needed to tell a run in one line of words. */
  readonly story: StoryWords
  /** What is left, in the order of the columns. */
  readonly receipts: (left: Left) => readonly Receipt[]
  /** Runs that are part of the page, to be seen before and without the simulator; the first is the opening one. */
  readonly embedded: readonly Run[]
}

export interface Implementation {
  /** `durable`. */
  readonly name: string
  /** `Durable`. */
  readonly title: string
  /** What can be switched in it. */
  readonly guards: readonly Guard[]
  /** What it is, where its title could be taken for more. */
  readonly note?: string
  /** A guard that its verdict is always shown both with and without. */
  readonly bothWays?: string
}

export interface CustomerFacts {
  /** `pays`. */
  readonly name: string
  /** `pays`, to follow the customer's name. */
  readonly title: string
  /** Whether the payment takes as long as the input says. */
  readonly settlesLater?: true
}

export interface Invariant {
  /** `S3`. */
  readonly id: string
  /** One sentence that is true of a good run. */
  readonly statement: string
  /** What is wrong where it is violated, in a few words. */
  readonly violation: string
  /** `end` counts only when all has settled. */
  readonly when: 'safety' | 'end'
  /** Asks for the rows that violate it. */
  readonly sql: string
}

export interface Dialogue {
  readonly question: string
  readonly answer: string
  readonly tone: Tone
}

/** @returns The implementation of that name, or undefined where the scenario has none such. */
export function implementationOf(catalogue: Catalogue, name: string): Implementation | undefined {
  return catalogue.implementations.find((implementation) => implementation.name === name)
}
