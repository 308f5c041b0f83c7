/** What the built page costs who opens it, in Chromium: time, memory, bytes, and frames while it plays. */
import { chromium, type Browser } from '@playwright/test'
import { defaultInput, formatLink, parsePlan } from '#simulator'
import { browserArguments, installedBrowser } from '../browser.mjs'
import { buildIfMissing } from './build-page.ts'
import { figure, type Bench, type BenchOptions, type Figure } from './figures.ts'
import { isMemoryKnown, measureFirstAnswer } from './first-answer.ts'
import { frameFigures, playFrames } from './frames.ts'
import { collectScripts, gzipKilobytes } from './scripts.ts'
import { measureOpening } from './opening.ts'
import { serveBuilt } from './serve.ts'
import { openingMs, withPage } from './visit.ts'

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
    const { address, close } = await serveBuilt('dist')
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
  await measure('opening it as a first visitor', () => measureOpening(browser, address))
  if (!isMemoryKnown) leaveOut('The memory of its process: there is no /proc to read it from.')
  await measure('asking it a question', () =>
    measureFirstAnswer(
      browser,
      { drawn: `${address}#${oneLane}`, asking: `${address}#${newQuestion}` },
      openings,
    ),
  )
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
    figure('scripts', 'JavaScript until the first run is on screen, gzip', 'kB', scriptKilobytes),
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
    return frameFigures(
      `frames.${speed.replace('×', 'x')}`,
      `one lane at ${speed}, its graph at reading size`,
      intervalsMs,
    )
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
