/** How a run ended. */
export type RunEnd =
  /** Nothing was left to do or to come. */
  | { readonly kind: 'settled' }
  /** It can never end, and that is shown: the same state came back, or processes wait for each other. */
  | { readonly kind: 'endless'; readonly why: string }
  /** It was stopped before its end: what was not seen violated by then is not judged. */
  | { readonly kind: 'cut-off'; readonly why: string }
