/** `npm run picture`: draws the README's picture from the built page. */
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { build, preview } from 'vite'
import { browserArguments, installedBrowser } from '../src/cli/browser.mjs'

const repository = fileURLToPath(new URL('..', import.meta.url))
const picture = fileURLToPath(new URL('../public/crashcart.png', import.meta.url))
const mostBytes = 400_000

if (!process.argv.includes('--no-build'))
  await build({ configFile: `${repository}vite.config.ts`, logLevel: 'error' })
const server = await preview({
  configFile: false,
  root: repository,
  logLevel: 'error',
  preview: { port: 0, host: '127.0.0.1' },
})
const browser = await chromium.launch({ args: [...browserArguments], executablePath: installedBrowser() })
try {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 1.5,
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  // The first screen of a first visit.
  await page.goto(`${server.resolvedUrls.local[0]}`)
  await page.locator('.react-flow__node').first().waitFor()
  await page.evaluate(() => document.fonts.ready)
  await page.locator('h1').click()
  await page.screenshot({ path: picture })
} finally {
  await browser.close()
  await server.close()
}
const { size } = statSync(picture)
console.log(`public/crashcart.png: ${Math.round(size / 1000)} kB`)
if (size > mostBytes) throw new Error(`The picture has ${size} bytes, more than ${mostBytes}.`)
process.exit(0)
