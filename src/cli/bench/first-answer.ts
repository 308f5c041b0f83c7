/** What a first answer by Postgres costs, in time and memory, beside the least that it could cost. */
import { existsSync, readFileSync } from 'node:fs'
import type { Browser, CDPSession } from '@playwright/test'
import { figure, type Figure } from './figures.ts'
import { serveFloor } from './floor.ts'
import { openingMs, withPage } from './visit.ts'

/**
 * The page and its floor in turn, each a second time in the same browser context: its files are in the cache then,
 * compressed as they came. Time runs from the moment at which Postgres's program is asked for.
 */
export async function measureFirstAnswer(
  browser: Browser,
  address: string,
  openings: number,
): Promise<readonly Figure[]> {
  const floor = await serveFloor()
  try {
    const page: Answer[] = []
    const least: Answer[] = []
    for (let opening = 1; opening <= openings; opening += 1) {
      page.push(await answerOf(browser, address, 'first-run'))
      least.push(await answerOf(browser, floor.address, 'first-answer'))
    }
    return [
      figure('firstAnswer', 'from opening it to the first answer by PGlite', 'ms', pick(page, 'openedMs')),
      figure(
        'firstAnswer.cached',
        'from asking the cache for Postgres’s files to the first answer',
        'ms',
        pick(page, 'cachedMs'),
      ),
      figure(
        'firstAnswer.floor',
        '… the same files inflated, compiled and opened, to `select 1`',
        'ms',
        pick(least, 'cachedMs'),
      ),
      figure(
        'firstAnswer.timesFloor',
        '… as a multiple of that',
        '×',
        page.map(({ cachedMs }, at) => cachedMs / (least[at]?.cachedMs ?? Number.NaN)),
        { atMost: 1.2 },
      ),
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
