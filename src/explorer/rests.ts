/**
 * The rests of runs to which faults have been or will be added: what is alike need be gone on with once (X4).
 *
 * A crash after an operation and a crash before the next are one, where nothing runs between: the run with the one has
 * the same rest as the run with the other, and the second of them to come has nothing new to add there.
 */
export interface Rests {
  /**
   * Notes that up to so many faults will be added to the last `pointsLeft` operations of a run that behaved so.
   * @returns how many of these, counted from the end, have been claimed with at least as many faults
   */
  claim(behaviour: string, faultsLeft: number, pointsLeft: number): number
  snapshot(): readonly (readonly [string, readonly number[]])[]
}

/** Those that go on alike come soon after one another: what was long ago is forgotten, and costs a few schedules more. */
const mostKept = 20_000

export function createRests(from: readonly (readonly [string, readonly number[]])[]): Rests {
  /** By behaviour, the longest rest claimed for each number of faults left. */
  const longest = new Map(from.map(([behaviour, lengths]) => [behaviour, [...lengths]]))
  return {
    claim(behaviour, faultsLeft, pointsLeft) {
      const lengths = longest.get(behaviour) ?? []
      longest.set(behaviour, lengths)
      const [oldest] = longest.keys()
      if (longest.size > mostKept && oldest !== undefined) longest.delete(oldest)
      const claimed = Math.max(0, ...lengths.slice(faultsLeft).map((length) => length ?? 0))
      for (let left = lengths.length; left <= faultsLeft; left += 1) lengths[left] = 0
      lengths[faultsLeft] = Math.max(lengths[faultsLeft] ?? 0, pointsLeft)
      return Math.min(claimed, pointsLeft)
    },
    snapshot: () => [...longest],
  }
}
