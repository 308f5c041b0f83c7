/**
 * Keeps workers busy with an exploration, for as long as the reader lets it.
 *
 * Owns the workers and whether they may work. Invariants:
 *
 * W1 Whoever plays a run has the machine for himself: meanwhile no batch is handed out.
 * W2 What was under way when it was paused is still reported: nothing is lost and nothing is counted twice.
 * W3 A sweep that was cancelled says no more.
 */
import type { Exploration, Progress } from '#explorer/exploration.ts'
import type { Job, Outcome, Runner } from '#explorer/job.ts'
import { sweep } from '#explorer/sweep.ts'
import type { Explorers } from '../worker/explorers.ts'

export type SweepStatus =
  /** Postgres is on its way. */
  | { readonly kind: 'loading'; readonly share: number }
  | { readonly kind: 'running' }
  /** While a run is played. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'over' }
  | { readonly kind: 'failed'; readonly reason: string }

export interface SweepProgress extends Progress {
  readonly status: SweepStatus
  /** Null where it cannot be said yet. */
  readonly perSecond: number | null
  readonly secondsLeft: number | null
}

export interface SweeperOptions {
  readonly open: (onProgress: (loadedBytes: number, totalBytes: number) => void) => Promise<Explorers>
  readonly exploration: Exploration
  /** What need not be run, since it is known; null where it must. */
  readonly known: (job: Job) => Outcome | null
  readonly onOutcome: (job: Job, outcome: Outcome) => void
  /** After each batch, and when the status changes. */
  readonly onProgress: (progress: SweepProgress) => void
  /** It begins paused, as it was left. */
  readonly isPaused: boolean
  readonly nowMs?: () => number
}

export interface Sweeper {
  readonly exploration: Exploration
  pause(): void
  resume(): void
  /** W1 */
  hold(isHeld: boolean): void
  /** Runs one job when the sweep is over: for shrinking. */
  ask(job: Job): Promise<Outcome>
  cancel(): void
  /** Settles when it is over, failed or cancelled. */
  readonly ended: Promise<void>
}

/** Few, so that a pause comes soon. */
const batch = 6

export function startSweeper(options: SweeperOptions): Sweeper {
  const { exploration, known, onOutcome, nowMs = () => performance.now() } = options
  let isPaused = options.isPaused
  let isHeld = false
  let isCancelled = false
  let explorers: Explorers | null = null
  let running: AbortController | null = null
  let wake: () => void = () => undefined
  let status: SweepStatus = { kind: isPaused ? 'paused' : 'loading', share: 0 }
  /** Time at work, and schedules that were really run in it. */
  const spent = { ms: 0, sinceMs: 0, schedules: 0 }

  const say = (next: SweepStatus = status) => {
    if (isCancelled) return // W3
    status = next
    const progress = exploration.progress()
    const ms = spent.ms + (running === null ? 0 : nowMs() - spent.sinceMs)
    const perSecond = spent.schedules < 2 * batch || ms === 0 ? null : (spent.schedules * 1_000) / ms
    const secondsLeft = perSecond === null ? null : progress.expectedLeft / perSecond
    options.onProgress({ ...progress, status, perSecond, secondsLeft })
  }

  const runnerOf =
    (runner: Runner): Runner =>
    async (jobs) => {
      const outcomes = jobs.map(known)
      const unknown = jobs.filter((_, at) => outcomes[at] === null)
      const found = unknown.length === 0 ? [] : [...(await runner(unknown))]
      spent.schedules += unknown.filter(({ wants }) => wants === 'verdicts').length
      for (const [at, job] of unknown.entries()) {
        const outcome = found[at]
        if (outcome !== undefined && !isCancelled) onOutcome(job, outcome)
      }
      return outcomes.map((outcome): Outcome => {
        const next = outcome ?? found.shift()
        if (next === undefined) throw new Error('A worker sent an incomplete answer.')
        return next
      })
    }

  const work = async (runners: readonly Runner[]) => {
    running = new AbortController()
    spent.sinceMs = nowMs()
    say({ kind: 'running' })
    try {
      await sweep(exploration, runners.map(runnerOf), {
        batch,
        signal: running.signal,
        onProgress: () => say(),
      })
    } finally {
      spent.ms += nowMs() - spent.sinceMs
      running = null
    }
  }

  const waitUntilWoken = () => new Promise<void>((resolve) => (wake = resolve))

  const run = async () => {
    while (!isCancelled && !exploration.isOver()) {
      if (isPaused || isHeld) {
        say({ kind: isPaused ? 'paused' : 'waiting' })
        await waitUntilWoken()
        continue
      }
      if (explorers === null) {
        say({ kind: 'loading', share: 0 })
        const opened = await options.open((loaded, total) => say({ kind: 'loading', share: loaded / total }))
        if (isCancelled) return opened.close()
        explorers = opened
        continue
      }
      await work(explorers.runners)
    }
    say({ kind: 'over' })
  }

  const change = () => {
    running?.abort() // W2
    wake()
  }

  return {
    exploration,
    pause() {
      isPaused = true
      change()
    },
    resume() {
      isPaused = false
      change()
    },
    hold(next) {
      if (isHeld === next) return
      isHeld = next
      change()
    },
    async ask(job) {
      const [outcome] = (await explorers?.runners[0]?.([job])) ?? []
      return outcome ?? { kind: 'failed', reason: 'No worker is available.' }
    },
    cancel() {
      isCancelled = true
      change()
      explorers?.close()
    },
    ended: run().catch((error: unknown) =>
      say({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    ),
  }
}
