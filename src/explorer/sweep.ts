/** Keeps runners busy with an exploration: in this thread, in worker threads or in web workers alike. */
import type { Exploration } from './exploration.ts'
import type { Runner } from './job.ts'

export interface SweepOptions {
  /** Jobs that a runner gets at once: more cost fewer messages, fewer stop sooner. Default 8. */
  readonly batch?: number
  /** Aborted: no more jobs are handed out; those under way are waited for. */
  readonly signal?: AbortSignal
  /** After each batch. */
  readonly onProgress?: () => void
}

/**
 * Returns when all has been tried, or what was under way when it was told to stop. Go on by calling it again.
 * @throws whatever the last runner failed of, where all have; the jobs of a runner that fails are given to others
 */
export async function sweep(
  exploration: Exploration,
  runners: readonly Runner[],
  { batch = 8, signal, onProgress }: SweepOptions = {},
): Promise<void> {
  let reported: () => void = () => undefined
  let nextReport = new Promise<void>((resolve) => (reported = resolve))
  let working = runners.length

  async function feed(runner: Runner): Promise<void> {
    while (signal?.aborted !== true && !exploration.isOver()) {
      const jobs = exploration.next(batch)
      // What comes next depends on what others are still running.
      if (jobs.length === 0) await nextReport
      else await runOne(runner, jobs)
    }
  }

  async function runOne(runner: Runner, jobs: ReturnType<Exploration['next']>): Promise<void> {
    try {
      const outcomes = await runner(jobs)
      for (const [at, outcome] of outcomes.entries()) {
        const job = jobs[at]
        if (job) exploration.report(job, outcome)
      }
      onProgress?.()
    } finally {
      // Those that were reported are not taken back.
      exploration.giveBack(jobs)
      const wake = reported
      nextReport = new Promise<void>((resolve) => (reported = resolve))
      wake()
    }
  }

  async function feedUntilItFails(runner: Runner): Promise<void> {
    try {
      await feed(runner)
    } catch (error) {
      working -= 1
      if (working === 0) throw error
    }
  }

  await Promise.all(runners.map(feedUntilItFails))
}
