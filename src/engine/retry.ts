/** What is worth another try, and how long to wait before it. */
import { DatabaseError, type Environment } from './environment.ts'

/** How long the engine's own statements are tried again when they fail by no fault of their own. */
export interface Patience {
  readonly initialDelayMs: number
  readonly maxDelayMs: number
  /** Of waiting in all; then the workflow is left to whoever claims it after the lease. */
  readonly deadlineMs: number
}

/**
 * E10: whether a failure says nothing about the statement itself: a lost connection, a conflict with others, lack of
 * resources, a server that goes down.
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return false
  const { sqlState } = error
  if (['55P03', '25P03', '25P04'].includes(sqlState)) return true
  return ['08', '40', '53'].includes(sqlState.slice(0, 2)) || sqlState.startsWith('57P')
}

/**
 * As `isTransient`, for a statement of the engine's own. These are short: one that the server cancelled (57014) has
 * waited too long for a row that somebody else holds, which says nothing about the statement either.
 */
export function isTransientForEngine(error: unknown): boolean {
  return isTransient(error) || (error instanceof DatabaseError && error.sqlState === '57014')
}

/** Whether the database could not be reached, or was going down or coming up. */
export function isLostConnection(error: unknown): boolean {
  return error instanceof DatabaseError && /^(08|57P)/.test(error.sqlState)
}

/** Waits between tries, longer each time. */
export interface Backoff {
  /** @returns false, at once, when patience is at its end */
  wait(): Promise<boolean>
}

export function createBackoff(environment: Environment, patience: Patience): Backoff {
  let delayMs = patience.initialDelayMs
  let waitedMs = 0
  return {
    async wait() {
      if (waitedMs >= patience.deadlineMs) return false
      const jitteredMs = jitter(delayMs, environment)
      waitedMs += jitteredMs
      delayMs = Math.min(delayMs * 2, patience.maxDelayMs)
      await environment.sleep(jitteredMs)
      return true
    },
  }
}

/** Half of the delay and a random part of the other half, so that those who failed together do not return together. */
export function jitter(delayMs: number, environment: Environment): number {
  return Math.round(delayMs / 2 + (delayMs / 2) * environment.random())
}

/**
 * Does something with the database until it succeeds.
 *
 * @param act is told whether an earlier try may have succeeded unheard
 * @throws {DatabaseError} what no other try can help, or the last failure when patience is at its end
 */
export async function withPatience<T>(
  environment: Environment,
  patience: Patience,
  act: (isRetry: boolean) => Promise<T>,
): Promise<T> {
  const backoff = createBackoff(environment, patience)
  for (let isRetry = false; ; isRetry = true) {
    try {
      return await act(isRetry)
    } catch (error) {
      if (!isTransientForEngine(error) || !(await backoff.wait())) throw error
    }
  }
}
