/** Mutual exclusion for a database that has a single session: while a transaction is open, everybody else waits. */

export interface SessionLock {
  /** Waits for its turn. @returns what gives the turn to the next */
  acquire(): Promise<() => void>
}

export function createSessionLock(): SessionLock {
  let last: Promise<void> = Promise.resolve()
  return {
    async acquire() {
      const before = last
      let release: () => void = () => undefined
      last = new Promise((resolve) => {
        release = resolve
      })
      await before
      return release
    },
  }
}
