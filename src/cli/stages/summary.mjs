/** @typedef {import('./run-stages.mjs').StageResult} StageResult */

/** More would hide the lines above them; each stage has printed all of its own. */
const MAX_FAILED_TESTS = 30

/**
 * What `npm test` says at its end: each stage, each test that failed, and the command that runs each alone.
 *
 * @param {readonly StageResult[]} results
 * @param {boolean} [whole] whether sweeps tried all there is: then the commands say so too
 * @returns {string} its last line is `N passed, N failed`, of tests; a stage without tests that failed counts as one
 */
export function summarize(results, whole = false) {
  const tests = results.flatMap(({ outcomes }) => outcomes)
  const count = (status) => tests.filter((test) => test.status === status).length
  const failedTests = tests.filter(({ status }) => status === 'failed')
  const failed = results.reduce((sum, result) => sum + failuresOf(result), 0)
  const skipped = count('skipped')
  return [
    '',
    '── Summary',
    ...results.map((result) => stageLine(result, whole)),
    ...testLines(failedTests, whole),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    `${count('passed')} passed, ${failed} failed`,
  ].join('\n')
}

/** A stage can fail without a test that failed: a type error, a browser that is missing. */
function failuresOf({ state, outcomes }) {
  const failed = outcomes.filter(({ status }) => status === 'failed').length
  return state === 'failed' ? Math.max(1, failed) : failed
}

function stageLine({ name, state, needs, durationMs }, whole) {
  const title = name.padEnd(8)
  if (state === 'not run') return `${title} not run: it needs ${needs}, which failed`
  const took = `${(durationMs / 1000).toFixed(1)} s`.padStart(9)
  return state === 'passed'
    ? `${title} passed ${took}`
    : `${title} FAILED ${took}   ${commandFor(name, whole)}`
}

function testLines(failed, whole) {
  if (failed.length === 0) return []
  const rest = failed.length - MAX_FAILED_TESTS
  return [
    '',
    'Tests that failed, each with the command that runs it alone:',
    ...failed
      .slice(0, MAX_FAILED_TESTS)
      .flatMap((test) => [`  ${titleOf(test)}`, `    ${commandOf(test, whole)}`]),
    ...(rest > 0 ? [`  and ${rest} more, see above`] : []),
    '',
  ]
}

/**
 * A test as a person finds it: its file, Playwright's project, its name.
 *
 * @param {import('../suites/outcome.mjs').Outcome} outcome
 */
export function titleOf({ suite, file, project, name }) {
  const where = file === '' ? suite : file
  return `${where}${project === '' ? '' : ` [${project}]`}: ${name}`
}

/**
 * The command that runs one test alone, or what comes nearest to it.
 *
 * @param {import('../suites/outcome.mjs').Outcome} outcome
 * @param {boolean} [whole] see {@link summarize}
 */
export function commandOf({ suite, file, line }, whole = false) {
  return commandFor(file === '' ? suite : `${file}${line === null ? '' : `:${line}`}`, whole)
}

/** @param {string} asked a stage, or a file with its line */
function commandFor(asked, whole) {
  return `npm test -- ${whole ? '--whole ' : ''}${asked}`
}
