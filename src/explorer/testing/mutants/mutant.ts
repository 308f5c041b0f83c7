/**
 * A mutant: the project with one small wrong edit in its source, as a careless author might make it, and what notices
 * it. A check that notices none of them would be no check.
 */

/** An edit of the source's text. */
export interface Edit {
  /** Path from `src/`. */
  readonly file: string
  /** Occurs in the file exactly once. */
  readonly find: string
  readonly replace: string
}

export interface Mutant extends Edit {
  /** A few words that no other mutant has. */
  readonly name: string
  /** One sentence: what its author did, or did not think of. */
  readonly why: string
  /** The rule of the engine, the guard, the shop's function or the invariant that it breaks. */
  readonly breaks: string
  readonly noticed: Noticed
}

export type Noticed =
  | ({ readonly by: 'run' } & NoticingRun)
  | ({ readonly by: 'test' } & NoticingTest)
  | {
      readonly by: 'nothing'
      /** Why it does no harm, or none that is looked for. */
      readonly because: string
      /** A run that notices it once this guard is off as well; off alone, the guard is not missed there. */
      readonly coveredBy?: NoticingRun & { readonly guard: string }
    }

/** A run that violates an invariant with the edit, or does not come to its end, and none without it. */
export interface NoticingRun {
  readonly implementation: string
  /** `pays,leaves`. */
  readonly customers: string
  /** Two faults at most. */
  readonly plan: string
  /** Its id, or `not judged`. */
  readonly violates: string
  readonly servers?: number
  /** Schedules that the hunt tried until it found this one; absent where a person wrote it. */
  readonly hunted?: number
}

/** A test, for what no run shows: it passes without the edit, and fails with it. */
export interface NoticingTest {
  /** Path from `src/`. */
  readonly suite: string
  readonly test: string
}

/** Applies an edit. @throws where its text does not occur exactly once: the source has moved on */
export function applyEdit(source: string, { file, find, replace }: Edit): string {
  const parts = source.split(find)
  if (parts.length !== 2)
    throw new Error(
      `“${find}” occurs ${parts.length - 1} times in ${file}, and not once. Mend the catalogue.`,
    )
  return parts.join(replace)
}
