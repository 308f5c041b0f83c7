/** What can go wrong at one named call of an executor to its database, and a way to try each call in turn. */
import { DatabaseError } from '../environment.ts'
import type { Interceptor } from './intercept.ts'

/**
 * One call of an executor. It is named and never numbered among all calls: if the server is slow, the engine repeats
 * a call, and all later numbers change.
 */
export interface Place {
  /** `commit:reserve`; `sleep` is also the sleep of a workflow by any name, `sleep:order`. */
  readonly label: string
  /** 1: the first call with this label. */
  readonly occurrence: number
}

/** A fault at one call. */
export interface Fault {
  readonly around: Interceptor
  /** Resolves when the executor has come to this call. */
  readonly hit: Promise<void>
  isHit(): boolean
}

/** `sleep 2`, for messages and identifiers. */
export function placeName({ label, occurrence }: Place): string {
  return `${label} ${occurrence}`
}

/** The calls with these labels, in order, each with its occurrence. */
export function placesOf(labels: readonly string[]): readonly Place[] {
  return labels.map((label, index) => ({
    label,
    occurrence: labels.slice(0, index + 1).filter((other) => other === label).length,
  }))
}

/** Runs the call at `place` by `atPlace`, and all others as they are. */
function interceptAt(place: Place, atPlace: Interceptor): Interceptor {
  let occurrences = 0
  return (call, run) => {
    if (call.label !== place.label && !call.label.startsWith(`${place.label}:`)) return run()
    occurrences += 1
    return occurrences === place.occurrence ? atPlace(call, run) : run()
  }
}

function createHit(): Pick<Fault, 'hit' | 'isHit'> & { tell(): void } {
  let isHit = false
  let resolveHit: () => void = () => undefined
  const hit = new Promise<void>((resolve) => {
    resolveHit = resolve
  })
  return {
    hit,
    isHit: () => isHit,
    tell() {
      isHit = true
      resolveHit()
    },
  }
}

/** The call is done, and its answer is lost with the connection. */
export function loseAnswer(place: Place): Fault {
  const { hit, isHit, tell } = createHit()
  return {
    hit,
    isHit,
    around: interceptAt(place, async (call, run) => {
      await run()
      tell()
      throw new DatabaseError('08006', `The answer to ${call.label} was lost.`)
    }),
  }
}

/** Something happens before, or after, the call: `act` may be the executor's death. */
export function actAt(place: Place, when: 'before' | 'after', act: () => Promise<void>): Fault {
  const { hit, isHit, tell } = createHit()
  return {
    hit,
    isHit,
    around: interceptAt(place, async (_call, run) => {
      if (when === 'before') {
        tell()
        await act()
        return run()
      }
      const answer = await run()
      tell()
      await act()
      return answer
    }),
  }
}

export interface Freeze extends Fault {
  thaw(): void
}

/** From this call on, before it is sent or after it is answered, the executor stands still; its connections stay. */
export function freezeAt(place: Place, when: 'before' | 'after'): Freeze {
  let thaw: () => void = () => undefined
  const thawed = new Promise<void>((resolve) => {
    thaw = resolve
  })
  const { hit, isHit, around } = actAt(place, when, () => thawed)
  /** A frozen process neither sends nor receives. */
  async function hold(): Promise<void> {
    if (isHit()) await thawed
  }
  return {
    hit,
    isHit,
    thaw,
    around: async (call, run) => {
      await hold()
      try {
        return await around(call, run)
      } finally {
        await hold()
      }
    },
  }
}

/**
 * Tries `run` at each place, one after the other: they may share a clock that they move.
 * @returns the places to which it came
 */
export async function sweep(
  places: readonly Place[],
  run: (place: Place) => Promise<Fault>,
): Promise<readonly Place[]> {
  const hits: Place[] = []
  for (const place of places) if ((await run(place)).isHit()) hits.push(place)
  return hits
}
