/** Notes what a server's code gets without an operation: see `Untold`. */
import type { Untold } from './run.ts'

export interface UntoldLog {
  /** An id, a number or the name of a key was drawn. */
  drew(): void
  /** A server's own clock was read. */
  readClock(server: string): void
  read(): Untold
}

/** @param points the operations that have come to their turn so far */
export function createUntoldLog(points: readonly string[]): UntoldLog {
  const draws: number[] = []
  const clockReads: Record<string, number> = {}
  return {
    drew: () => void draws.push(points.length),
    readClock: (server) => (clockReads[server] = points.length),
    read: () => ({ draws, clockReads }),
  }
}
