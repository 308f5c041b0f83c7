/** Frames that go by while a page plays. */
import type { Page } from '@playwright/test'
import { figure, quantile, type Figure } from './figures.ts'

/** Plays what an address shows from its start. @returns milliseconds between the frames that go by */
export async function playFrames(
  page: Page,
  address: string,
  speed: string,
  playMs: number,
): Promise<readonly number[]> {
  await page.goto(address)
  await page.getByRole('button', { name: 'First event' }).click()
  await page.getByRole('combobox', { name: 'Speed' }).selectOption({ label: speed })
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  return page.evaluate(
    (durationMs) =>
      new Promise<number[]>((resolve) => {
        const intervals: number[] = []
        const startMs = performance.now()
        let lastMs: number | null = null
        const note = (nowMs: number): void => {
          if (lastMs !== null) intervals.push(nowMs - lastMs)
          lastMs = nowMs
          const isOver = document.querySelector('[aria-label="Pause"]') === null
          // A machine that is slow may take as long for its first frame.
          const isEnough = intervals.length > 0 && nowMs - startMs > durationMs
          if (isOver || isEnough) resolve(intervals)
          else requestAnimationFrame(note)
        }
        requestAnimationFrame(note)
      }),
    playMs,
  )
}

export function frameFigures(id: string, what: string, intervalsMs: readonly number[]): readonly Figure[] {
  const sorted = intervalsMs.toSorted((a, b) => a - b)
  const perSecond = (1000 * sorted.length) / sorted.reduce((sum, ms) => sum + ms, 0)
  return [
    // A display of 60 Hz misses one now and then.
    figure(`${id}.perSecond`, `frames while playing ${what}, mean`, 'frames/s', perSecond, { atLeast: 59 }),
    figure(`${id}.median`, '… time between two frames, median', 'ms', quantile(sorted, 0.5)),
    figure(`${id}.p95`, '… time between two frames, 95th percentile', 'ms', quantile(sorted, 0.95)),
  ]
}
