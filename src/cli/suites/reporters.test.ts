/** Both runners are run for real, in a temporary project with one test of each kind. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { program, repository } from '../install.mjs'
import { OUTCOMES_FILE, readOutcomes, type Outcome } from './outcome.mjs'
import OutcomeReporter from './playwright-reporter.mjs'

const project = mkdtempSync(join(tmpdir(), 'crashcart-reporters-'))
const plant = (path: string, source: string) => writeFileSync(join(project, path), source)

const vitestSource = `import { beforeAll, describe, expect, test } from 'vitest'
test('passes', () => {})
test.skip('is skipped', () => {})
describe('a group', () => {
  test('fails', () => expect(1, 'one').toBe(2))
})
describe('a group with a bad hook', () => {
  beforeAll(() => { throw new Error('no database') })
  test('is never run', () => {})
})
`

const playwrightSource = `import { expect, test } from '@playwright/test'
test('passes', () => {})
test.skip('is skipped', () => {})
test.describe('a group', () => {
  test('fails', () => expect(1, 'one').toBe(2))
})
`

beforeAll(() => {
  symlinkSync(join(repository, 'node_modules'), join(project, 'node_modules'))
  plant('package.json', '{ "type": "module" }')
  plant('tests.test.js', vitestSource)
  plant('broken.test.js', `throw new Error('cannot be loaded')`)
  plant('playwright.config.js', `export default { testMatch: '*.page.js', projects: [{ name: 'desk' }] }`)
  plant('tests.page.js', playwrightSource)
})

afterAll(() => rmSync(project, { recursive: true, force: true }))

/** Runs a program in the planted project. @returns its outcomes by the name of their test, and its exit code */
function run(words: readonly string[]) {
  const path = join(project, `${words.join(' ').replaceAll(/\W+/g, '-').slice(-40)}.jsonl`)
  const { VITEST: _, ...environment } = process.env
  const env = { ...environment, [OUTCOMES_FILE]: path }
  const { status } = spawnSync(process.execPath, words, { cwd: project, env })
  return { status, told: readOutcomes(path).map(toLine).toSorted() }
}

function toLine({ suite, file, line, project: inProject, name, status, error }: Outcome): string {
  const place = `${file.replace(/.*\//, '')}:${line ?? '?'}`
  return [suite, inProject, place, name, status, error.split('\n')[0]]
    .filter((part) => part !== '')
    .join(' | ')
}

test('Vitest: tests, a hook that fails, a file that cannot be loaded', () => {
  const reporter = join(repository, 'src/cli/suites/vitest-reporter.mjs')
  const words = ['run', `--root=${project}`, '--includeTaskLocation', `--reporter=${reporter}`]
  expect(run([program('vitest'), ...words])).toEqual({
    status: 1,
    told: [
      'unit | broken.test.js:? | the file as a whole | failed | cannot be loaded',
      'unit | tests.test.js:2 | passes | passed',
      'unit | tests.test.js:3 | is skipped | skipped',
      'unit | tests.test.js:5 | a group > fails | failed | one: expected 1 to be 2 // Object.is equality',
      'unit | tests.test.js:7 | a group with a bad hook | failed | no database',
      'unit | tests.test.js:9 | a group with a bad hook > is never run | skipped',
    ],
  })
})

test('Playwright: tests with their project', () => {
  const reporter = join(repository, 'src/cli/suites/playwright-reporter.mjs')
  const words = [program('playwright', '@playwright/test'), 'test', `--reporter=${reporter}`]
  expect(run(words)).toEqual({
    status: 1,
    told: [
      'page | desk | tests.page.js:2 | passes | passed',
      'page | desk | tests.page.js:3 | is skipped | skipped',
      'page | desk | tests.page.js:5 | a group › fails | failed | Error: one',
    ],
  })
})

test('Playwright: a file that cannot be loaded, a server that does not start', () => {
  // Called as Playwright calls it: its start alone takes some seconds.
  const path = join(project, 'errors.jsonl')
  vi.stubEnv(OUTCOMES_FILE, path)
  const reporter = new OutcomeReporter()
  const file = join(project, 'broken.page.js')
  reporter.onError({ message: 'Error: cannot be loaded', location: { file, line: 1, column: 7 } })
  reporter.onError({ message: 'Error: the server did not start' })
  vi.unstubAllEnvs()
  expect(readOutcomes(path).map(toLine)).toEqual([
    'page | broken.page.js:? | the file as a whole | failed | Error: cannot be loaded',
    'page | :? | an error outside of all tests | failed | Error: the server did not start',
  ])
})

test('a line that is still being written is left for later', () => {
  const path = join(project, 'half-written.jsonl')
  writeFileSync(path, '{"name":"first"}\n{"name":"sec')
  expect(readOutcomes(path)).toEqual([{ name: 'first' }])
})
