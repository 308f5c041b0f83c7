/** Which words of a lane's line stand out: those that lanes which hold have and the others have not, or the reverse. */
import type { LaneLine } from './lane-line.ts'

export interface ToldLane {
  readonly line: LaneLine
  readonly tone: 'holds' | 'stuck' | 'violated' | 'not-judged' | 'unknown'
}

/** The words to set in bold, by lane. */
export function emphasised(lanes: readonly (ToldLane | null)[]): readonly ReadonlySet<string>[] {
  return lanes.map((lane) => {
    if (lane === null || lane.tone === 'unknown') return new Set()
    const others = lanes.filter((other) => other !== null && other !== lane && isOpposite(lane, other))
    if (others.length === 0) return new Set()
    const theirs = new Set(others.flatMap((other) => (other === null ? [] : wordsIn(other.line))))
    return new Set(
      lane.line.beats
        .filter(({ kind, words }) => isTelling.has(kind) && !theirs.has(words))
        .map(({ words }) => words),
    )
  })
}

/** A server's name or a customer's patience is not what makes the difference. */
const isTelling: ReadonlySet<string> = new Set(['protection', 'effect', 'left'])

function isOpposite(one: ToldLane, other: ToldLane): boolean {
  const isKnown = (tone: ToldLane['tone']) => tone !== 'unknown' && tone !== 'not-judged'
  return isKnown(one.tone) && isKnown(other.tone) && (one.tone === 'holds') !== (other.tone === 'holds')
}

function wordsIn({ beats }: LaneLine): readonly string[] {
  return beats.map(({ words }) => words)
}
