/** The line below the sentence of an event: the next event, and how much time passes until then. */
import type { Run } from '#simulator'
import { about, sentence } from '#simulator/sentence.ts'

/** Shorter pauses are not worth naming. */
const longMs = 1_000

/** `Next: A commits the order.`, `5 s later: Alice sends the request again.` */
export function contextAt(run: Run, cursor: number): string {
  const next = run.trace[cursor]
  if (next === undefined) return 'The run ends here.'
  const here = run.trace[cursor - 1]
  const passesMs = here === undefined ? 0 : next.atMs - here.atMs
  return `${passesMs >= longMs ? `${about(passesMs)} later` : 'Next'}: ${sentence(next, run)}.`
}
