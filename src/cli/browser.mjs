/** Finds a real Chromium for the tests, whoever installed it. */
import { existsSync } from 'node:fs'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
]

/** Keeps the browser quiet and alike on every machine: no sandbox (tests may run as root), no GPU. */
export const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Chromium without its windows, which Playwright's own download is too: the tests take a tenth less time in it. */
const SHELL = '/usr/bin/chromium-headless-shell'

/**
 * The browser that a person has.
 *
 * @returns {string | undefined} a path, from CHROMIUM_PATH or one of the usual places; undefined when only
 *   Playwright's own download can serve
 * @throws Error when CHROMIUM_PATH names no file
 */
export function installedBrowser() {
  return firstOf([...PLACES, SHELL])
}

/**
 * The browser to test with.
 *
 * @returns {string | undefined} the Chromium without windows if it is there, else as `installedBrowser`
 * @throws Error when CHROMIUM_PATH names no file
 */
export function testBrowser() {
  return firstOf([SHELL, ...PLACES])
}

function firstOf(places) {
  const wanted = process.env.CHROMIUM_PATH
  if (wanted && !existsSync(wanted)) throw new Error(`CHROMIUM_PATH is ${wanted}, and there is no such file.`)
  return wanted || places.find((path) => existsSync(path))
}
