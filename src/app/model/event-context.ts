/** The line below the sentence of an event: the next event, and how much time passes until then. */
import type { Run } from '#simulator'
import { about, sentence } from '#simulator/sentence.ts'

/** Shorter pauses are not worth naming. Milliseconds. */
const longMs = 1_000

/** `Next: A commits the order.`, `5 s later: Alice sends the request again.` */
export function contextAt(run: Run, cursor: number): string {
  const next = run.trace[cursor]
  const here = run.trace[cursor - 1]
  // The last event says that the run ends; how it ends is for the verdict to say.
  if (next === undefined) return here === undefined ? '' : `The run took ${about(here.atMs)}.`
  const passesMs = here === undefined ? 0 : next.atMs - here.atMs
  return `${laterWords(passesMs) ?? 'Next'}: ${sentence(next, run)}.`
}

/** `30 s later`; null if it is less than a second. */
export function laterWords(ms: number): string | null {
  return ms >= longMs ? `${about(ms)} later` : null
}
