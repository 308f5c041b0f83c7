/** What Lighthouse says of the built page, as a laptop on a good line opens it. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { chromium } from '@playwright/test'
import * as v from 'valibot'
import { browserArguments, installedBrowser } from '../browser.mjs'
import { buildIfMissing } from './build-page.ts'
import { figure, type Bench, type Figure } from './figures.ts'
import { serveBuilt } from './serve.ts'

/**
 * Fetched when it is asked for: installed with the rest it would be 186 MB in 150 folders, and would add 40 s to the
 * `npm start` of a fresh clone, which has no use for it.
 */
const lighthouse = 'lighthouse@12.8.2'

const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const

const Report = v.object({
  categories: v.object(
    v.entriesFromList(categories, v.object({ score: v.pipe(v.number(), v.minValue(0), v.maxValue(1)) })),
  ),
})

export const lighthouseBench: Bench = {
  settings: [
    `${lighthouse}, desktop preset, on the built page, served from this machine without compression.`,
  ],
  async run({ quick, measure, leaveOut, tell }) {
    if (quick) return leaveOut('Lighthouse: it is fetched from npm, and takes 20 s for each round.')
    await buildIfMissing(tell)
    const { address, close } = await serveBuilt('dist')
    try {
      await measure('Lighthouse', () => measureScores(address, 5))
    } finally {
      await close()
    }
  },
}

async function measureScores(address: string, rounds: number): Promise<readonly Figure[]> {
  const reports: v.InferOutput<typeof Report>[] = []
  for (let round = 1; round <= rounds; round += 1) reports.push(await report(address))
  return categories.map((category) =>
    figure(
      category,
      category.replace('seo', 'search engines').replace('-', ' '),
      'of 100',
      reports.map(({ categories: scores }) => 100 * scores[category].score),
      { atLeast: 95 },
    ),
  )
}

/** @throws if Lighthouse cannot be fetched, does not end, or gives no score for a category */
async function report(address: string): Promise<v.InferOutput<typeof Report>> {
  const { stdout } = await promisify(execFile)(
    'npx',
    [
      '--yes',
      lighthouse,
      address,
      '--preset=desktop',
      '--output=json',
      '--quiet',
      `--only-categories=${categories.join(',')}`,
      `--chrome-flags=${['--headless=new', ...browserArguments].join(' ')}`,
    ],
    {
      env: { ...process.env, CHROME_PATH: installedBrowser() ?? chromium.executablePath() },
      maxBuffer: 64 * 2 ** 20,
      timeout: 300_000,
    },
  )
  return v.parse(Report, JSON.parse(stdout))
}
