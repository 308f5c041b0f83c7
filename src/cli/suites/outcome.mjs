/**
 * What became of each test, in one format for Vitest and Playwright: a line of JSON a test, written as soon as the
 * test ends. So a run that is interrupted, or dies, has still said what it knew.
 *
 * Plain JavaScript, since `npm test` reads it and Node 20 runs no TypeScript.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { repository } from '../install.mjs'

/**
 * @typedef {object} Outcome
 * @property {'unit' | 'page'} suite Vitest's tests or Playwright's
 * @property {string} file from the repository's root, with slashes; empty when no file is to blame
 * @property {number | null} line where the test is declared
 * @property {string} project Playwright's project, such as `phone`; empty in Vitest
 * @property {string} name the test's whole name
 * @property {'passed' | 'failed' | 'skipped'} status
 * @property {number} durationMs
 * @property {string} error the message of the first error; empty unless it failed
 */

/** The environment variable that tells a reporter which file to append to. */
export const OUTCOMES_FILE = 'CRASHCART_OUTCOMES_FILE'

/**
 * Appends one outcome to the file that the environment names.
 *
 * @param {Outcome} outcome with an absolute path or none as its file
 */
export function writeOutcome(outcome) {
  const path = process.env[OUTCOMES_FILE]
  if (path === undefined) throw new Error(`${OUTCOMES_FILE} does not say where to write.`)
  const file = outcome.file === '' ? '' : relative(repository, outcome.file).split(sep).join('/')
  const error = stripVTControlCharacters(outcome.error)
  appendFileSync(path, `${JSON.stringify({ ...outcome, file, error })}\n`)
}

/**
 * The outcomes written so far; none if nothing has been written.
 *
 * @param {string} path
 * @returns {Outcome[]}
 */
export function readOutcomes(path) {
  if (!existsSync(path)) return []
  // The text after the last line break is a line that is still being written.
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line))
}
