/** How far something has come, on standard error: one line that is written anew, or a line now and then in a log. */
import type { Exploration } from '#explorer/exploration.ts'

const betweenLinesMs = { terminal: 200, log: 10_000 }

export interface ProgressLine {
  update(): void
  /** Clears the line. */
  end(): void
}

/** @param describe says how far it has come, after so many seconds */
export function showProgress(describe: (seconds: number) => string): ProgressLine {
  const { stderr } = process
  const startMs = performance.now()
  let lastMs = startMs
  return {
    update() {
      const nowMs = performance.now()
      if (nowMs - lastMs < (stderr.isTTY ? betweenLinesMs.terminal : betweenLinesMs.log)) return
      lastMs = nowMs
      const line = describe((nowMs - startMs) / 1000)
      stderr.write(stderr.isTTY ? `\r\u001b[K${line}` : `${line}\n`)
    },
    end: () => void (stderr.isTTY && stderr.write('\r\u001b[K')),
  }
}

export function sweepWords(exploration: Exploration, seconds: number): string {
  const { tried, violating, pruned, expectedLeft } = exploration.progress()
  const perSecond = tried / seconds
  const left = pruned === 0 ? '' : `, ${pruned} pruned as equivalent`
  return [
    `${tried} of about ${tried + expectedLeft} schedules`,
    `${violating} violate${left}`,
    `${perSecond.toFixed(0)}/s`,
    `about ${duration(expectedLeft / perSecond)} left`,
  ].join(', ')
}

function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'an unknown time'
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
