import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { repository } from '../install.mjs'

/** Where each suite's test files are, and how they are named. */
const PLACES = {
  unit: { folder: 'src', named: /\.test\.tsx?$/ },
  page: { folder: 'e2e', named: /\.spec\.ts$/ },
}

/**
 * All test files of a suite.
 *
 * @param {'unit' | 'page'} suite
 * @returns {string[]} paths from the repository's root, with slashes, sorted
 */
export function testFiles(suite) {
  const { folder, named } = PLACES[suite]
  return readdirSync(join(repository, folder), { recursive: true })
    .filter((path) => named.test(path))
    .map((path) => `${folder}/${path.split(sep).join('/')}`)
    .sort()
}

/**
 * The suite that a test file belongs to.
 *
 * @param {string} path from the repository's root; `:LINE` may follow
 * @returns {'unit' | 'page' | undefined} undefined if there is no such test file
 */
export function suiteOf(path) {
  const file = path.replace(/:\d+$/, '')
  return ['unit', 'page'].find((suite) => testFiles(suite).includes(file))
}
