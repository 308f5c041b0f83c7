/** What the built page costs who opens it, in Chromium: time, memory, bytes, and frames while it plays. */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test'
import { preview } from 'vite'
import { defaultInput, formatLink, parsePlan } from '#simulator'
import { browserArguments, installedBrowser } from '../browser.mjs'
import { repository } from '../install.mjs'
import { figure, quantile, type BenchOptions, type Figure, type Section } from './figures.ts'

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

export async function benchPage({ quick, tell }: BenchOptions): Promise<Section> {
  await buildIfMissing(tell)
  const { address, close } = await servePage()
  try {
    const executablePath = installedBrowser()
    const browser = await chromium.launch({
      args: browserArguments,
      ...(executablePath === undefined ? {} : { executablePath }),
    })
    try {
      return await measurePage(browser, address, quick ? 1 : 5, quick ? 200 : 5_000, tell)
    } finally {
      await browser.close()
    }
  } finally {
    await close()
  }
}

async function measurePage(
  browser: Browser,
  address: string,
  openings: number,
  playMs: number,
  tell: BenchOptions['tell'],
): Promise<Section> {
  const firstRunMs: number[] = []
  const firstAnswerMs: number[] = []
  const heapMegabytes: number[] = []
  const memory: ProcessMemory[] = []
  let scriptKilobytes = 0
  for (let opening = 1; opening <= openings; opening += 1) {
    tell(`page: opening it, ${opening} of ${openings}`)
    await withPage(browser, async (page) => {
      const scripts = collectScripts(page)
      firstRunMs.push(await openingMs(page, address))
      scriptKilobytes = await gzipKilobytes(scripts)
    })
    await withPage(browser, async (page) => {
      firstAnswerMs.push(await openingMs(page, `${address}#${newQuestion}`))
      const session = await page.context().newCDPSession(page)
      heapMegabytes.push(await heapOf(session))
      const read = await readProcessMemory(browser)
      if (read) memory.push(read)
    })
  }
  const frames: Figure[] = []
  for (const speed of ['1×', '4×']) {
    const factor = speed.replace('×', 'x')
    tell(`page: playing one lane at ${speed}`)
    await withPage(browser, async (page) => {
      const intervalsMs = await playFrames(page, `${address}#${oneLane}`, speed, playMs)
      frames.push(...frameFigures(`frames.${factor}`, `one lane at ${speed}`, intervalsMs))
    })
    tell(`page: playing all lanes at ${speed}`)
    await withPage(browser, async (page) => {
      const intervalsMs = await playFrames(page, address, speed, playMs)
      const lanes = await page.getByRole('region', { name: 'Verdict' }).getByRole('listitem').count()
      frames.push(...frameFigures(`lanes.${factor}`, `all ${lanes} lanes at ${speed}`, intervalsMs))
    })
  }
  return {
    name: 'page',
    settings,
    figures: [
      figure('firstRun', 'from opening it to the first run on screen, embedded', 'ms', firstRunMs),
      figure('firstAnswer', 'from opening it to the first answer by PGlite', 'ms', firstAnswerMs),
      figure('scripts', 'JavaScript before PGlite, gzip', 'kB', scriptKilobytes, { atMost: 250 }),
      ...(memory.length === 0 ? [] : memoryFigures(memory)),
      figure('heap', 'JavaScript objects of the page itself, without its worker', 'MB', heapMegabytes),
      ...frames,
    ],
    missing: memory.length > 0 ? [] : ['The memory of its process: there is no /proc to read it from.'],
  }
}

/** A page of its own, as of somebody who was never here. */
async function withPage(browser: Browser, visit: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  try {
    await visit(await context.newPage())
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

/** Scripts that the page loads, as they come. */
function collectScripts(page: Page): readonly Promise<Buffer>[] {
  const scripts: Promise<Buffer>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.body())
  })
  return scripts
}

async function gzipKilobytes(scripts: readonly Promise<Buffer>[]): Promise<number> {
  const bodies = await Promise.all(scripts)
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0) / 1000
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
          if (isOver || nowMs - startMs > durationMs) resolve(intervals)
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
  tell('page: building it, since dist is missing')
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
