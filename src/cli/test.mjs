/**
 * `npm test`: installs what is missing and runs every check, also after one has failed. `npm test -- STAGE` and
 * `npm test -- FILE` run less. The last line is `N passed, N failed`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installWhatIsMissing, requireNode } from './install.mjs'
import { readRequest, STAGE_NAMES, usage } from './stages/request.mjs'
import { runStages } from './stages/run-stages.mjs'
import { stagesFor } from './stages/stages.mjs'
import { summarize } from './stages/summary.mjs'
import { isBuilt } from './suites/build.mjs'

requireNode()
process.exit(main(readRequest(process.argv.slice(2))))

/** @returns {number} exit code: 0 when all passed, 1 when a stage failed, 2 on bad input */
function main(request) {
  if ('problems' in request) {
    for (const problem of request.problems) console.error(problem)
    console.error(usage)
    return 2
  }
  if ('help' in request) {
    console.log(usage)
    return 0
  }
  installWhatIsMissing()
  const folder = mkdtempSync(join(tmpdir(), 'crashcart-test-'))
  try {
    const names = withBuild(request.names)
    const stages = stagesFor(request, folder).filter(({ name }) => names.includes(name))
    const results = runStages(stages, (line) => console.log(line))
    console.log(summarize(results, request.whole))
    return results.every(({ state }) => state === 'passed') ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Playwright alone would test an old page, or none: then the page is built first. */
function withBuild(names) {
  if (!names.includes('page') || names.includes('build') || isBuilt()) return names
  console.log('The page in dist is missing or older than its source, so it is built first.')
  return STAGE_NAMES.filter((name) => name === 'build' || names.includes(name))
}
