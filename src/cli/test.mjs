/**
 * `npm test`: installs what is missing and runs every check in order, stopping at the first that fails.
 * `npm test -- types lint` runs only the stages named. The last line is `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installedBrowser } from './browser.mjs'
import { installWhatIsMissing, program, repository, requireNode, seconds } from './install.mjs'

const reports = mkdtempSync(join(tmpdir(), 'crashcart-test-'))
const unitReport = join(reports, 'unit.json')
const pageReport = join(reports, 'page.json')

/**
 * The stages in order, cheapest first. `run` is true when the stage passed; `count` reads how many tests
 * passed and failed from the report that the stage wrote.
 */
const STAGES = [
  {
    name: 'types',
    says: 'TypeScript',
    run: () => projects().every((path) => tool('tsc', ['-p', path], 'typescript')),
  },
  { name: 'lint', says: 'oxlint, with types', run: () => tool('oxlint', []) },
  { name: 'format', says: 'Prettier', run: () => tool('prettier', ['--check', '--log-level=warn', '.']) },
  { name: 'unused', says: 'knip', run: () => tool('knip', ['--no-progress']) },
  {
    name: 'unit',
    says: 'unit, property and contract tests',
    run: () =>
      tool('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]),
    count: countUnitTests,
  },
  { name: 'build', says: 'the page', run: () => tool('vite', ['build', '--logLevel=warn']) },
  {
    name: 'page',
    says: 'Playwright in Chromium',
    run: () =>
      browserIsThere() &&
      tool(
        'playwright',
        ['test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json'],
        '@playwright/test',
        {
          PLAYWRIGHT_JSON_OUTPUT_FILE: pageReport,
        },
      ),
    count: countPageTests,
  },
]

requireNode()
const chosen = choose(process.argv.slice(2))
installWhatIsMissing()
const failed = runStages(chosen)
process.exit(failed ? 1 : 0)

function choose(names) {
  const unknown = names.filter((name) => !STAGES.some((stage) => stage.name === name))
  if (unknown.length > 0) {
    console.error(
      `No stage is called ${unknown.join(', ')}. The stages: ${STAGES.map(({ name }) => name).join(', ')}.`,
    )
    process.exit(2)
  }
  return names.length === 0 ? STAGES : STAGES.filter(({ name }) => names.includes(name))
}

/** Runs the stages and prints the closing line. Returns whether one failed. */
function runStages(stages) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  const startMs = Date.now()
  let stopped
  for (const { name, says, run, count } of stages) {
    console.log(`\n── ${name}: ${says}`)
    const stageStartMs = Date.now()
    const passed = run()
    console.log(`── ${name}: ${passed ? 'passed' : 'FAILED'} in ${seconds(stageStartMs)}`)
    const counted = count?.() ?? { passed: 0, failed: 0, skipped: 0 }
    total.passed += counted.passed
    total.skipped += counted.skipped
    // A stage can fail without any failing test: a file that does not load, a type error.
    total.failed += passed ? counted.failed : Math.max(1, counted.failed)
    if (!passed) {
      stopped = name
      break
    }
  }
  rmSync(reports, { recursive: true, force: true })
  const after = `after ${seconds(startMs)}`
  console.log(
    stopped ? `\nStopped at "${stopped}" ${after}. Again: npm test -- ${stopped}` : `\nAll good ${after}.`,
  )
  if (total.skipped > 0) console.log(`${total.skipped} skipped`)
  console.log(`${total.passed} passed, ${total.failed} failed`)
  return stopped !== undefined
}

/** The main project, and each folder of `src` that compiles under a stricter one. */
function projects() {
  const folders = readdirSync(join(repository, 'src')).map((folder) => `src/${folder}/tsconfig.json`)
  return ['tsconfig.json', ...folders.filter((path) => existsSync(join(repository, path)))]
}

function tool(name, options, inPackage = name, environment = {}) {
  const { status, error } = spawnSync(process.execPath, [program(name, inPackage), ...options], {
    cwd: repository,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  })
  if (error) console.error(`${name}: ${error.message}`)
  return status === 0
}

/** Whether there is a browser; when there is none at all, tries Playwright's own download. */
function browserIsThere() {
  try {
    if (installedBrowser() || tool('playwright', ['install', 'chromium'], '@playwright/test')) return true
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

function countUnitTests() {
  if (!existsSync(unitReport)) return undefined
  const report = JSON.parse(readFileSync(unitReport, 'utf8'))
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

function countPageTests() {
  if (!existsSync(pageReport)) return undefined
  const { stats } = JSON.parse(readFileSync(pageReport, 'utf8'))
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }
}
