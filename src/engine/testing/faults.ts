/** What can go wrong at one call of an executor to its database, and a way to try each at every call in turn. */
import { DatabaseError } from '../environment.ts'
import { numbered, type DatabaseCall, type Interceptor } from './intercept.ts'

/** A fault at one call. `hit` says which call it was, once it has come to it. */
export interface Fault {
  readonly around: Interceptor
  hit(): DatabaseCall | null
}

/** Call `at` is done, and its answer is lost with the connection. */
export function loseAnswer(at: number): Fault {
  let hit: DatabaseCall | null = null
  return {
    hit: () => hit,
    around: numbered(async (number, call, run) => {
      const answer = await run()
      if (number !== at) return answer
      hit = call
      throw new DatabaseError('08006', `The answer to ${call.label} was lost.`)
    }),
  }
}

/** Something happens before, or after, call `at`: `act` may be the executor's death. */
export function actAt(at: number, when: 'before' | 'after', act: () => Promise<void>): Fault {
  let hit: DatabaseCall | null = null
  return {
    hit: () => hit,
    around: numbered(async (number, call, run) => {
      if (number !== at) return run()
      hit = call
      if (when === 'before') await act()
      const answer = await run()
      if (when === 'after') await act()
      return answer
    }),
  }
}

export interface Freeze extends Fault {
  /** Resolves when it has come to call `at`. */
  readonly frozen: Promise<void>
  thaw(): void
}

/** From call `at` on, before it is sent or after it is answered, nothing goes on, while connections stay as they are. */
export function freezeAt(at: number, when: 'before' | 'after'): Freeze {
  let hit: DatabaseCall | null = null
  let isThawed = false
  let thaw: () => void = () => undefined
  const thawed = new Promise<void>((resolve) => {
    thaw = resolve
  })
  let tellFrozen: () => void = () => undefined
  const frozen = new Promise<void>((resolve) => {
    tellFrozen = resolve
  })
  /** A frozen process neither sends nor hears. */
  async function hold(): Promise<void> {
    if (hit !== null && !isThawed) await thawed
  }
  const atCall = numbered(async (number, call, run) => {
    if (number !== at) return run()
    const freeze = (): Promise<void> => {
      hit = call
      tellFrozen()
      return hold()
    }
    if (when === 'before') await freeze()
    const answer = await run()
    if (when === 'after') await freeze()
    return answer
  })
  return {
    hit: () => hit,
    frozen,
    thaw() {
      isThawed = true
      thaw()
    },
    around: async (call, run) => {
      await hold()
      try {
        return await atCall(call, run)
      } finally {
        await hold()
      }
    },
  }
}

/**
 * Tries `run` with 0, 1, 2 … until it says that its fault was not reached, several at a time.
 * @returns the calls that were hit, in order
 */
export async function sweep(
  run: (at: number) => Promise<DatabaseCall | null>,
  atOnce = 8,
): Promise<readonly DatabaseCall[]> {
  const hits: DatabaseCall[] = []
  for (;;) {
    const first = hits.length
    const found = await Promise.all(Array.from({ length: atOnce }, (_, index) => run(first + index)))
    for (const hit of found) {
      if (hit === null) return hits
      hits.push(hit)
    }
  }
}
