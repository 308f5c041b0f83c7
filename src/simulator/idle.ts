/**
 * Waiting for work without polling: a poll that nothing can have changed since the last one is not made.
 *
 * Who waits is woken when something falls due, as its last claim told it, or at the next poll after any server wrote
 * something that may have made a workflow due.
 */
import type { Process } from './process.ts'
import type { Scheduler } from './scheduler.ts'

export interface Idle {
  wait(process: Process, dueInMs: number | null): Promise<void>
  /** Somebody may have made a workflow due: all who wait look again at their next poll. */
  woke(): void
}

interface Waiting {
  pollPlanned: boolean
  wake(): void
}

/** @param pollMs how long it takes at most until another server notices new work */
export function createIdle(scheduler: Scheduler, pollMs: number): Idle {
  const waiting = new Map<Process, Waiting>()

  function planPoll(process: Process, entry: Waiting): void {
    if (entry.pollPlanned) return
    entry.pollPlanned = true
    scheduler.at(scheduler.nowMs() + pollMs, process, entry.wake)
  }

  return {
    wait: (process, dueInMs) =>
      new Promise((resolve) => {
        let isOver = false
        const context = { process, subject: null, request: null, cause: null, forged: false }
        const entry: Waiting = {
          pollPlanned: false,
          wake() {
            if (isOver) return
            isOver = true
            if (waiting.get(process) === entry) waiting.delete(process)
            scheduler.enter(context, null, resolve)
          },
        }
        waiting.set(process, entry)
        if (dueInMs !== null) scheduler.at(scheduler.nowMs() + Math.max(0, dueInMs), process, entry.wake)
      }),
    woke() {
      for (const [process, entry] of waiting) if (process.alive) planPoll(process, entry)
    },
  }
}
