/** Those in this process who wait for an event or for the end of a workflow: told from memory, without a poll. */
import type { Outcome } from './execution.ts'

export interface Watch {
  /** How the workflow ended in this process, once it has. */
  readonly outcome: () => Outcome | null
  /** Resolves when something has happened to the workflow since the last call. */
  changed(): Promise<void>
  close(): void
}

export interface Watchers {
  watch(workflowId: string): Watch
  tell(workflowId: string, outcome: Outcome | null): void
}

interface Watcher {
  outcome: Outcome | null
  hasNews: boolean
  wake: () => void
}

export function createWatchers(): Watchers {
  const watchers = new Map<string, Set<Watcher>>()
  return {
    watch(workflowId) {
      const watcher: Watcher = { outcome: null, hasNews: false, wake: () => undefined }
      const others = watchers.get(workflowId) ?? new Set()
      watchers.set(workflowId, others.add(watcher))
      return {
        outcome: () => watcher.outcome,
        async changed() {
          if (!watcher.hasNews) {
            await new Promise<void>((resolve) => {
              watcher.wake = resolve
            })
          }
          watcher.hasNews = false
        },
        close() {
          others.delete(watcher)
          if (others.size === 0 && watchers.get(workflowId) === others) watchers.delete(workflowId)
        },
      }
    },
    tell(workflowId, outcome) {
      for (const watcher of watchers.get(workflowId) ?? []) {
        watcher.outcome = outcome ?? watcher.outcome
        watcher.hasNews = true
        watcher.wake()
      }
    },
  }
}
