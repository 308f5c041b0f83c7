/**
 * The opening's way from the question to the answer, as changes of the page's state.
 *
 * Until the answer the run on screen is cut at the later of the cursor and the fault that waits (P6): whatever draws it
 * has nothing else to draw.
 */
import { parseLink, type Input, type Link, type Run } from '#simulator'
import { beginningOf } from '../model/beginning.ts'
import type { Catalogue } from '../state/catalogue.ts'
import { keyOf } from '../state/experiment.ts'
import type { PageState } from '../state/page-state.ts'
import { atLinked, within } from '../state/place.ts'

export interface OpeningState {
  /**
   * `asking` before it was played, `playing` until it has ended, paused or not, `revealed` from then on until something
   * else than the opening's own two runs is on screen.
   */
  readonly phase: 'asking' | 'playing' | 'revealed'
  /** Id of the answer that was bet on; null: none yet. */
  readonly bet: string | null
}

/** Whether the rest of the run must not be told. */
export function isKeptBack({ opening }: Pick<PageState, 'opening'>): boolean {
  return opening !== null && opening.phase !== 'revealed'
}

/** The opening's first picture; null where the page has no such run at hand. */
export function openingStart(catalogue: Catalogue): Partial<PageState> | null {
  const run = openingRun(catalogue)
  if (run === null) return null
  const { input, cursor } = linkOf(catalogue)
  const at = within(run, atLinked(cursor)(run))
  return {
    opening: { phase: 'asking', bet: null },
    ...openingAt(run, at),
    before: null,
    shown: input,
    wanted: input,
    past: [],
    future: [],
    view: 'focus',
    atlas: '',
    answers: 'shown',
    embed: false,
    failure: null,
    problems: [],
    playing: false,
  }
}

/** P6: the run as it may be seen from a cursor. */
export function openingAt(run: Run, cursor: number): Pick<PageState, 'run' | 'cursor' | 'beyond'> {
  const waiting = run.faults.flatMap((outcome) => (outcome.fired ? [outcome.event] : []))
  return { run: beginningOf(run, Math.max(cursor, ...waiting)), cursor, beyond: 0 }
}

/** Whether an input is one of the two that the opening is about. */
export function isOfOpening(catalogue: Catalogue, input: Input): boolean {
  if (catalogue.opening === undefined) return false
  const own = linkOf(catalogue).input
  const next = { ...own, implementation: catalogue.opening.next.implementation }
  return [own, next].some((each) => keyOf(each) === keyOf(input))
}

/** The opening's whole run; null where there is none at hand. */
export function openingRun(catalogue: Catalogue): Run | null {
  if (catalogue.opening === undefined) return null
  const key = keyOf(linkOf(catalogue).input)
  return catalogue.embedded.find((run) => keyOf(run.input) === key) ?? null
}

function linkOf({ opening, vocabulary }: Catalogue): Link {
  return parseLink(opening?.link ?? '', vocabulary).link
}
