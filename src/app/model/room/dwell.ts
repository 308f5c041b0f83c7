/** How long a stop stays while room mode plays by itself. */

/** Long enough to find what has changed on the graph. */
const leastMs = 4_000
/** Sixteen characters a second: slow reading, for people who stand and walk past. */
const characterMs = 60
/** The answer, before it begins again. */
const lastMs = 12_000

/** @param words what is to be read @param isLast whether the run begins again after it */
export function dwellMs(words: string, isLast: boolean): number {
  return isLast ? lastMs : leastMs + words.length * characterMs
}
