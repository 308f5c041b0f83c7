/** What the built page costs who opens it, in Chromium: time, memory, bytes, and frames while it plays. */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test'
import { preview } from 'vite'
import { defaultInput, formatLink, parsePlan } from '#simulator'
import { browserArguments, installedBrowser } from '../browser.mjs'
import { repository } from '../install.mjs'
import { figure, quantile, type Bench, type BenchOptions, type Figure } from './figures.ts'
import { collectScripts, gzipKilobytes } from './scripts.ts'

const settings = [
  'The built page, served from this machine without compression, in Chromium without a window and without a GPU, 1280 × 800, each time with an empty cache.',
  'Times run from the start of the navigation to the slider of the first run. The memory is what is resident of the renderer’s process, with its worker and with what all processes of the browser share.',
]

/** The experiment that the page opens on, in one lane. */
const oneLane = formatLink({
  input: { ...defaultInput, plan: parsePlan('server/commit:reserveInventory#1=crash-after') },
  cursor: null,
  view: 'focus',
  ask: false,
  embed: false,
  program: null,
})

/** An opening that is not embedded: Postgres has to be loaded, and to answer. */
const newQuestion = formatLink({
  input: { ...defaultInput, plan: parsePlan('server/commit:createOrder#1=crash-after') },
  cursor: null,
  view: 'focus',
  ask: false,
  embed: false,
  program: null,
})

export const pageBench: Bench = {
  settings,
  async run(options) {
    await buildIfMissing(options.tell)
    const { address, close } = await servePage()
    try {
      const executablePath = installedBrowser()
      const browser = await chromium.launch({
        args: browserArguments,
        ...(executablePath === undefined ? {} : { executablePath }),
      })
      try {
        await measurePage(browser, address, options)
      } finally {
        await browser.close()
      }
    } finally {
      await close()
    }
  },
}

async function measurePage(
  browser: Browser,
  address: string,
  { quick, measure, leaveOut }: BenchOptions,
): Promise<void> {
  const openings = quick ? 1 : 5
  const playMs = quick ? 200 : 5_000
  await measure('opening it', () => measureFirstRun(browser, address, openings))
  if (!isMemoryKnown) leaveOut('The memory of its process: there is no /proc to read it from.')
  await measure('asking it a question', () => measureFirstAnswer(browser, address, openings))
  for (const speed of ['1×', '4×']) {
    await measure(`playing one lane at ${speed}`, () => measureOneLane(browser, address, speed, playMs))
    await measure(`playing all lanes at ${speed}`, () => measureAllLanes(browser, address, speed, playMs))
  }
}

async function measureFirstRun(
  browser: Browser,
  address: string,
  openings: number,
): Promise<readonly Figure[]> {
  const firstRunMs: number[] = []
  let scriptKilobytes = Number.NaN
  for (let opening = 1; opening <= openings; opening += 1)
    await withPage(browser, async (page) => {
      const scripts = collectScripts(page)
      firstRunMs.push(await openingMs(page, address))
      scriptKilobytes = await gzipKilobytes(scripts)
    })
  return [
    figure('firstRun', 'from opening it to the first run on screen, embedded', 'ms', firstRunMs),
    figure('scripts', 'JavaScript before PGlite, gzip', 'kB', scriptKilobytes, { atMost: 250 }),
  ]
}

async function measureFirstAnswer(
  browser: Browser,
  address: string,
  openings: number,
): Promise<readonly Figure[]> {
  const firstAnswerMs: number[] = []
  const heapMegabytes: number[] = []
  const memory: ProcessMemory[] = []
  for (let opening = 1; opening <= openings; opening += 1)
    await withPage(browser, async (page) => {
      firstAnswerMs.push(await openingMs(page, `${address}#${newQuestion}`))
      const session = await page.context().newCDPSession(page)
      heapMegabytes.push(await heapOf(session))
      const read = await readProcessMemory(browser)
      if (read) memory.push(read)
    })
  return [
    figure('firstAnswer', 'from opening it to the first answer by PGlite', 'ms', firstAnswerMs),
    ...(isMemoryKnown ? memoryFigures(memory) : []),
    figure('heap', 'JavaScript objects of the page itself, without its worker', 'MB', heapMegabytes),
  ]
}

async function measureOneLane(
  browser: Browser,
  address: string,
  speed: string,
  playMs: number,
): Promise<readonly Figure[]> {
  return withPage(browser, async (page) => {
    const intervalsMs = await playFrames(page, `${address}#${oneLane}`, speed, playMs)
    return frameFigures(`frames.${speed.replace('×', 'x')}`, `one lane at ${speed}`, intervalsMs)
  })
}

async function measureAllLanes(
  browser: Browser,
  address: string,
  speed: string,
  playMs: number,
): Promise<readonly Figure[]> {
  return withPage(browser, async (page) => {
    const intervalsMs = await playFrames(page, `${address}#view=compare`, speed, playMs)
    const lanes = await page.getByRole('region', { name: 'Verdict' }).getByRole('listitem').count()
    return frameFigures(`lanes.${speed.replace('×', 'x')}`, `all ${lanes} lanes at ${speed}`, intervalsMs)
  })
}

/** A page of its own, as of somebody who was never here. */
async function withPage<T>(browser: Browser, visit: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  try {
    return await visit(await context.newPage())
  } finally {
    await context.close()
  }
}

/** Milliseconds until there is a slider, as the page's own clock has them. */
async function openingMs(page: Page, address: string): Promise<number> {
  await page.addInitScript(() => {
    const look = (): void => {
      if (document.querySelector('[aria-label="Event"]') === null) requestAnimationFrame(look)
      else performance.mark('first-run')
    }
    look()
  })
  await page.goto(address)
  await page.getByRole('slider', { name: 'Event' }).waitFor({ timeout: 60_000 })
  const shownMs = () => performance.getEntriesByName('first-run')[0]?.startTime ?? null
  for (;;) {
    const ms = await page.evaluate(shownMs)
    if (ms !== null) return ms
  }
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('Performance.enable')
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / 2 ** 20
}

function memoryFigures(memory: readonly ProcessMemory[]): readonly Figure[] {
  const says = 'memory of its process, with one PGlite and its first answer'
  return [
    figure(
      'memory',
      says,
      'MB',
      memory.map(({ resident }) => resident),
      { atMost: 350 },
    ),
    figure(
      'ownMemory',
      '… of that, shared with no other process',
      'MB',
      memory.map(({ own }) => own),
    ),
  ]
}

/** Whether the system tells how much memory a process has. */
const isMemoryKnown = existsSync('/proc/self/smaps_rollup')

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

/** Plays what an address shows from its start. @returns milliseconds between the frames that go by */
async function playFrames(
  page: Page,
  address: string,
  speed: string,
  playMs: number,
): Promise<readonly number[]> {
  await page.goto(address)
  await page.getByRole('button', { name: 'First event' }).click()
  await page.getByRole('combobox', { name: 'Speed' }).click()
  await page.getByRole('option', { name: speed, exact: true }).click()
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

function frameFigures(id: string, what: string, intervalsMs: readonly number[]): readonly Figure[] {
  const sorted = intervalsMs.toSorted((a, b) => a - b)
  const perSecond = (1000 * sorted.length) / sorted.reduce((sum, ms) => sum + ms, 0)
  return [
    // A display of 60 Hz misses one now and then.
    figure(`${id}.perSecond`, `frames while playing ${what}, mean`, 'frames/s', perSecond, { atLeast: 59 }),
    figure(`${id}.median`, '… time between two frames, median', 'ms', quantile(sorted, 0.5)),
    figure(`${id}.p95`, '… time between two frames, 95th percentile', 'ms', quantile(sorted, 0.95)),
  ]
}

async function buildIfMissing(tell: BenchOptions['tell']): Promise<void> {
  if (existsSync(join(repository, 'dist/index.html'))) return
  tell('building it, since dist is missing')
  // In a process of its own: this one has loaded its code as for development, and React would be built so too.
  const { NODE_ENV: _, ...env } = process.env
  const vite = join(repository, 'node_modules/vite/bin/vite.js')
  await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'error'], {
    cwd: repository,
    env,
  })
}

/** The page is static and relative: it needs a file server and none of our configuration. */
async function servePage(): Promise<{ address: string; close: () => Promise<void> }> {
  const server = await preview({
    configFile: false,
    root: repository,
    appType: 'mpa',
    logLevel: 'error',
    preview: { port: 0, host: '127.0.0.1' },
  })
  const { port } = server.httpServer.address() as AddressInfo
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() }
}
