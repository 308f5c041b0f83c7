/** Everything the page remembers; whatever can be computed from it is not in it. */
import type { Input, Run, View } from '#simulator'
import type { Catalogue } from './catalogue.ts'
import type { OpeningState } from '../store/opening.ts'
import type { Alignment } from './comparison.ts'
import type { Place } from './place.ts'

/** Playback speeds, as multiples of one event in `eventMs`. */
export const speeds = [0.5, 1, 2, 4] as const
export type Speed = (typeof speeds)[number]

export interface PageState {
  readonly catalogue: Catalogue
  /**
   * The run on screen; null until the first has come, and in an atlas that was opened by a link until one is wanted. Only
   * its beginning while the rest is not known (P5) or must not be told (P6).
   */
  readonly run: Run | null
  /** What was on screen when another run was asked for, whole: cancelling goes back to it. Null while none is awaited. */
  readonly before: Standing | null
  /** Number of its events that have happened. */
  readonly cursor: number
  /** How far a comparison stands beyond that run: before its start where negative, after its end where positive. */
  readonly beyond: number
  readonly view: View
  /** How the atlas is looked at, as a link has it; empty as it opens. */
  readonly atlas: string
  /** Where the lanes of a comparison stand together. */
  readonly alignment: Alignment
  /** The last experiment whose run has come: its input, and guards that only other lanes have. */
  readonly shown: Input
  /** The experiment on screen. It is `shown` unless its run is still on its way, or has failed. */
  readonly wanted: Input
  /** Inputs before this one, and those taken back. */
  readonly past: readonly Input[]
  readonly future: readonly Input[]
  /** Runs that have come, by `keyOf(input)`. */
  readonly runs: ReadonlyMap<string, Run>
  /** Why other lanes' runs did not come, by the same key. */
  readonly laneFailures: ReadonlyMap<string, string>
  readonly simulator: SimulatorState
  /** The last input that did not become a run. */
  readonly failure: Failure | null
  /** What the link said that could not be read, a sentence each. */
  readonly problems: readonly string[]
  readonly playing: boolean
  /** Where playing has paused by itself, counted as the cursor; null where it has not, or since a person moved on. */
  readonly pausedAt: number | null
  readonly speed: Speed
  /** `ask=1` hides answers and verdicts until they are asked for. */
  readonly answers: 'shown' | 'hidden'
  /** `embed=1` shows the run and its transport alone. */
  readonly embed: boolean
  /** The violated invariant that is explained; null for the gravest. */
  readonly chosen: string | null
  /** What of the explanation is pointed at. */
  readonly pointed: Pointed
  /** What a first visitor is shown; null for everybody else, and once it is over. */
  readonly opening: OpeningState | null
}

/** A place in a run. */
export interface Standing {
  readonly run: Run
  readonly cursor: number
  readonly beyond: number
}

/** A link of the explanation by its position, all of it, or nothing. */
export type Pointed = number | 'chain' | null

export interface Failure {
  readonly input: Input
  readonly sentence: string
}

/** What the simulator is doing, for the reader. */
export type SimulatorState =
  /** Nothing has been loaded yet, or the last attempt failed. */
  | { readonly kind: 'asleep' }
  /** Bytes as they are sent, compressed: "Postgres, 3.2 of 6.1 MB". */
  | { readonly kind: 'loading'; readonly loadedBytes: number; readonly totalBytes: number }
  /** All bytes are here; Postgres is compiled and opens its database. */
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  /** It cannot run in this browser, and why. */
  | { readonly kind: 'unavailable'; readonly reason: string }

/** What answers questions: the worker's client, or a stand-in. */
export interface Simulator {
  readonly state: () => SimulatorState
  /** @returns A function that ends the subscription. */
  readonly subscribe: (listener: () => void) => () => void
  /** @throws {Error} with a sentence for the reader. */
  readonly simulate: (input: Input) => Promise<Run>
  /** Loads and starts Postgres for a question that is likely to come; its first call alone does something. */
  readonly prepare: () => void
}

export interface PageActions {
  /** Asks for another run; it can be taken back. @param view how it is looked at once it has come; as now unless said */
  readonly change: (input: Input, place: Place, view?: View) => void
  readonly undo: () => void
  readonly redo: () => void
  /** The run of an input without showing it: one that is known, or a new one, kept so that showing it costs nothing. */
  readonly runOf: (input: Input) => Promise<Run>
  /** Shows what a link says. */
  readonly open: (text: string) => void
  /** Moves the cursor and pauses. In a comparison it may go beyond the run. */
  readonly seek: (cursor: number) => void
  readonly look: (view: View) => void
  /** Looks at the atlas in another way. */
  readonly browse: (atlas: string) => void
  readonly align: (alignment: Alignment) => void
  /** Asks again for lanes whose runs did not come. */
  readonly tryLanesAgain: () => void
  readonly play: () => void
  readonly pause: () => void
  /** One event further while playing. */
  readonly tick: () => void
  readonly setSpeed: (speed: Speed) => void
  readonly reveal: () => void
  /** Explains a violated invariant of the run on screen. */
  readonly choose: (invariant: string) => void
  readonly point: (pointed: Pointed) => void
  readonly dismiss: () => void
  /** At the first sign of a question: the pointer or the focus is on what breaks a run, or a bet was made. */
  readonly wantPostgres: () => void
  readonly tryAgain: () => void
  /** Gives up what is awaited, or has failed: all is as it was before it was asked for. */
  readonly cancel: () => void
  /** Bets on an answer of the opening. @param answer its id */
  readonly bet: (answer: string) => void
  /** Ends the opening and shows the whole page. */
  readonly skipOpening: () => void
  readonly playOpening: () => void
}

export type Page = PageState & PageActions
