import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { testBrowser } from '../browser.mjs'
import { program, repository } from '../install.mjs'
import { OUTCOMES_FILE, readOutcomes } from '../suites/outcome.mjs'
import { playwrightWords, vitestWords } from '../suites/tools.mjs'

/**
 * All stages of `npm test`, in their order.
 *
 * @param {Pick<import('./request.mjs').Request, 'files' | 'whole'>} request
 * @param {string} folder where the outcomes of tests are kept
 * @returns {import('./run-stages.mjs').Stage[]}
 */
export function stagesFor({ files, whole }, folder) {
  const unitOutcomes = join(folder, 'unit.jsonl')
  const pageOutcomes = join(folder, 'page.jsonl')
  // Large sweeps look at it.
  const extent = { CRASHCART_WHOLE: whole ? '1' : '0' }
  return [
    {
      name: 'types',
      says: 'TypeScript',
      run: () => projects().every((path) => node([program('tsc', 'typescript'), '-p', path])),
    },
    { name: 'lint', says: 'oxlint, with types', run: () => node([program('oxlint')]) },
    {
      name: 'format',
      says: 'Prettier',
      run: () => node([program('prettier'), '--check', '--log-level=warn', '.']),
    },
    { name: 'unused', says: 'knip', run: () => node([program('knip'), '--no-progress']) },
    {
      name: 'unit',
      says: 'unit, property and contract tests',
      run: () => node(vitestWords(files.unit), { ...extent, [OUTCOMES_FILE]: unitOutcomes }),
      outcomes: () => readOutcomes(unitOutcomes),
    },
    { name: 'build', says: 'the page', run: () => node([program('vite'), 'build', '--logLevel=warn']) },
    {
      name: 'page',
      says: 'Playwright in Chromium',
      needs: 'build',
      run: () =>
        browserIsThere() && node(playwrightWords(files.page), { ...extent, [OUTCOMES_FILE]: pageOutcomes }),
      outcomes: () => readOutcomes(pageOutcomes),
    },
  ]
}

/** The main project, and each folder of `src` that compiles under a stricter one. */
function projects() {
  const folders = readdirSync(join(repository, 'src')).map((folder) => `src/${folder}/tsconfig.json`)
  return ['tsconfig.json', ...folders.filter((path) => existsSync(join(repository, path)))]
}

/** Runs a program with this very Node. @returns {boolean} whether it ended well */
function node(words, environment = {}) {
  const { status, error } = spawnSync(process.execPath, words, {
    cwd: repository,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  })
  if (error) console.error(`${words[0]}: ${error.message}`)
  return status === 0
}

/** Whether there is a browser; when there is none at all, tries Playwright's own download. */
function browserIsThere() {
  try {
    if (testBrowser() || node([program('playwright', '@playwright/test'), 'install', 'chromium'])) return true
  } catch (error) {
    console.error(error.message)
    return false
  }
  console.error(
    'There is no Chromium, and Playwright could not download one. Install the system’s package\n' +
      '(Debian and Ubuntu: apt-get install chromium), or set CHROMIUM_PATH to the one you have.',
  )
  return false
}
