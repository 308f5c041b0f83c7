/** What a first answer by Postgres costs, in time and memory, beside the least that it could cost. */
import { existsSync, readFileSync } from 'node:fs'
import type { Browser, CDPSession } from '@playwright/test'
import { figure, type Figure } from './figures.ts'
import { serveFloor } from './floor.ts'
import { openingMs, withPage } from './visit.ts'

/** Links to the page. */
export interface Questions {
  /** An opening whose run is part of the page: Postgres is asked for when a visitor places a fault. */
  readonly drawn: string
  /** An opening that Postgres has to answer. */
  readonly asking: string
}

/**
 * The page and its floor in turn, each a second time in the same browser context: its files are in the cache then,
 * compressed as they came. Time runs from the moment at which a fault is placed, or Postgres's program is asked for.
 */
export async function measureFirstAnswer(
  browser: Browser,
  { drawn, asking }: Questions,
  openings: number,
): Promise<readonly Figure[]> {
  const floor = await serveFloor()
  try {
    const placed: number[] = []
    const page: Answer[] = []
    const least: Answer[] = []
    for (let opening = 1; opening <= openings; opening += 1) {
      placed.push(await placedMs(browser, drawn, asking))
      page.push(await answerOf(browser, asking, 'first-run'))
      least.push(await answerOf(browser, floor.address, 'first-answer'))
    }
    const timesFloor = (ms: readonly number[]) =>
      ms.map((each, at) => each / (least[at]?.cachedMs ?? Number.NaN))
    return [
      figure(
        'placedFault',
        'from a visitor’s first fault to its answer, Postgres’s files in the cache',
        'ms',
        placed,
      ),
      figure('placedFault.timesFloor', '… as a multiple of the floor below', '×', timesFloor(placed), {
        atMost: 1.2,
      }),
      figure('firstAnswer', 'from opening it to the first answer by PGlite', 'ms', pick(page, 'openedMs')),
      figure(
        'firstAnswer.cached',
        'from asking the cache for Postgres’s files to the first answer, for a link that needs it',
        'ms',
        pick(page, 'cachedMs'),
      ),
      figure(
        'firstAnswer.floor',
        '… the same files inflated, compiled and opened, to `select 1`',
        'ms',
        pick(least, 'cachedMs'),
      ),
      figure('firstAnswer.timesFloor', '… as a multiple of that', '×', timesFloor(pick(page, 'cachedMs'))),
      ...memoryFigures(page, least),
    ]
  } finally {
    await floor.close()
  }
}

interface Answer {
  /** From the start of the navigation, with an empty cache. */
  readonly openedMs: number
  readonly cachedMs: number
  readonly heapMegabytes: number
  /** Null where the system does not tell. */
  readonly memory: ProcessMemory | null
}

/** @param mark set by the page when it has its answer */
function answerOf(browser: Browser, address: string, mark: string): Promise<Answer> {
  return withPage(browser, async (page) => {
    const openedMs = await openingMs(page, address, mark)
    const memory = isMemoryKnown ? await readProcessMemory(browser) : null
    const heapMegabytes = await heapOf(await page.context().newCDPSession(page))
    await page.goto('about:blank')
    const answeredMs = await openingMs(page, address, mark)
    const askedMs = await page.evaluate(
      () =>
        performance.getEntriesByType('resource').find(({ name }) => /postgres-[^/]*\.wasm$/.test(name))
          ?.startTime,
    )
    if (askedMs === undefined) throw new Error('The page answered without Postgres.')
    return { openedMs, cachedMs: answeredMs - askedMs, heapMegabytes, memory }
  })
}

/**
 * A fault placed with a key: no pointer has announced it, so nothing of Postgres is loaded before.
 *
 * @param warm a link whose answer brings all files into the cache
 */
function placedMs(browser: Browser, drawn: string, warm: string): Promise<number> {
  return withPage(browser, async (page) => {
    await openingMs(page, warm)
    await page.goto('about:blank')
    await openingMs(page, drawn)
    // Everything that the page does by itself is done, as when somebody has looked at it for a moment.
    await page.getByRole('button', { name: 'Crash server' }).waitFor()
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
    await page.evaluate(() => {
      const slider = document.querySelector('[aria-label="Event"]')
      // While an answer is awaited, nobody knows how many events there are.
      const isAnswered = () => / of \d/.test(slider?.getAttribute('aria-valuetext') ?? '')
      let isAwaited = false
      const look = (): void => {
        isAwaited ||= !isAnswered()
        if (isAwaited && isAnswered()) performance.mark('answer')
        else requestAnimationFrame(look)
      }
      addEventListener('keydown', () => {
        performance.mark('fault')
        requestAnimationFrame(look)
      })
    })
    await page.keyboard.press('c')
    await page.waitForFunction(() => performance.getEntriesByName('answer').length > 0)
    return page.evaluate(() => performance.measure('until the answer', 'fault', 'answer').duration)
  })
}

function pick<Key extends 'openedMs' | 'cachedMs' | 'heapMegabytes'>(
  answers: readonly Answer[],
  key: Key,
): readonly number[] {
  return answers.map((answer) => answer[key])
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('Performance.enable')
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / 2 ** 20
}

function memoryFigures(page: readonly Answer[], floor: readonly Answer[]): readonly Figure[] {
  const heap = figure(
    'heap',
    'JavaScript objects of the page itself, without its worker',
    'MB',
    pick(page, 'heapMegabytes'),
  )
  if (!isMemoryKnown) return [heap]
  const megabytes = (answers: readonly Answer[], key: keyof ProcessMemory) =>
    answers.map(({ memory }) => memory?.[key] ?? Number.NaN)
  return [
    figure(
      'memory',
      'memory of its process, with one PGlite and its first answer',
      'MB',
      megabytes(page, 'resident'),
      { atMost: 350 },
    ),
    figure('memory.floor', '… of the process of the floor', 'MB', megabytes(floor, 'resident')),
    figure('ownMemory', '… of the page’s, shared with no other process', 'MB', megabytes(page, 'own')),
    heap,
  ]
}

/** Whether the system tells how much memory a process has. */
export const isMemoryKnown = existsSync('/proc/self/smaps_rollup')

/** Memory of the largest renderer, the page's, in MB; null where the system does not tell. */
interface ProcessMemory {
  readonly resident: number
  /** Shared with no other process. */
  readonly own: number
}

async function readProcessMemory(browser: Browser): Promise<ProcessMemory | null> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const sizes = processInfo
    .filter(({ type, id }) => type === 'renderer' && existsSync(`/proc/${id}/smaps_rollup`))
    .map(({ id }) => readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))
    .map((text) => ({
      resident: sumOf(text, /^Rss:\s+(\d+)/gm),
      own: sumOf(text, /^Private_\w+:\s+(\d+)/gm),
    }))
  return sizes.toSorted((a, b) => b.resident - a.resident)[0] ?? null
}

/** Kilobytes of all lines that match, as megabytes. */
function sumOf(text: string, lines: RegExp): number {
  return [...text.matchAll(lines)].reduce((sum, [, kilobytes]) => sum + Number(kilobytes), 0) / 1024
}
