/** What the strip is made of. */

/** One row of the strip: an actor's. */
export interface StripRow {
  /** `customer Alice`, `server A`, `postgres`. */
  readonly key: string
  /** `Alice`, `Server A`, `Postgres`. */
  readonly title: string
}

/** A mark occupies events `from` to `to`; what happens at one event has both the same. Rows are counted from 0. */
export type StripMark = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'busy' | 'frozen' | 'wait'; readonly row: number }
  /** Quiet where others have marks in it. */
  | { readonly kind: 'down'; readonly row: number; readonly quiet: boolean }
  /** A step or a function of the program that really runs. */
  | {
      readonly kind: 'box'
      readonly row: number
      readonly number: string | null
      readonly name: string
      readonly violating: boolean
    }
  | { readonly kind: 'replay' | 'tick' | 'refused' | 'act' | 'unknown'; readonly row: number }
  /** A server takes a workflow over from another one, or is told that it has lost it. */
  | { readonly kind: 'takeover' | 'fenced'; readonly row: number }
  /** `ticks` are its statements; the seal is at `to` where it committed. */
  | {
      readonly kind: 'bracket'
      readonly row: number
      readonly ticks: readonly number[]
      readonly committed: boolean
    }
  | {
      readonly kind: 'arrow'
      readonly row: number
      readonly toRow: number
      readonly fate: 'delivered' | 'lost' | 'refused' | 'forged'
    }
  /**
   * A call and its answer, at one event. Repeated: the service gave its first answer again. Unheard: the service did
   * it, and its answer was lost. Unsent: the request was lost.
   */
  | {
      readonly kind: 'call'
      readonly row: number
      readonly toRow: number
      readonly outcome: 'done' | 'repeated' | 'failed' | 'unheard' | 'unsent'
    }
  /** Tries of one message that all fail, folded into one mark or opened. `words`: `8 tries in 3 days`. */
  | {
      readonly kind: 'retries'
      readonly row: number
      readonly toRow: number
      readonly tries: number
      readonly words: string
      readonly isOpen: boolean
    }
  /** An effect that is not recorded yet; torn where its server died in between. */
  | { readonly kind: 'window'; readonly row: number; readonly torn: boolean }
  /** From a function's commit to the one that did it again. */
  | { readonly kind: 'again'; readonly row: number }
  /** A process dies: across all rows. */
  | { readonly kind: 'cut'; readonly row: number; readonly word: string }
  /** A fault that kills nobody: down to its row. */
  | { readonly kind: 'struck'; readonly row: number; readonly word: string }
  /** `S3 S8`, and a line for each that says what that is. */
  | { readonly kind: 'violated'; readonly invariant: string; readonly statements: string }
  /** An event that the explanation names; null beneath all rows. */
  | { readonly kind: 'reason'; readonly row: number | null }
  /** The first event that differs from the run without the faults. */
  | { readonly kind: 'divergence' }
  /** Time in which nothing happens and that is not drawn. `label`: `30 s`. */
  | { readonly kind: 'break'; readonly label: string; readonly ms: number }
)
