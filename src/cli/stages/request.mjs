import { parseArgs } from 'node:util'
import { suiteOf } from '../suites/test-files.mjs'

/** The names of the stages, in the order in which they run: cheapest first. */
export const STAGE_NAMES = ['types', 'lint', 'format', 'unused', 'unit', 'build', 'page']

export const usage = `Usage: npm test -- [--whole] [STAGE or FILE …]
  STAGE   some of ${STAGE_NAMES.join(', ')}; all unless said otherwise
  FILE    a test file, such as src/cli/lock.test.ts or e2e/smoke.spec.ts; :LINE after it runs one test
  --whole  everything that is sampled otherwise: schedules of the large sweeps, mutants, random inputs`

/**
 * What `npm test` was asked for.
 *
 * @typedef {object} Request
 * @property {readonly string[]} names stages to run, in their order
 * @property {boolean} whole whether sweeps are to try all there is
 * @property {{ readonly unit: readonly string[], readonly page: readonly string[] }} files no file means all of them
 *
 * @param {readonly string[]} argv
 * @returns {Request | { help: true } | { problems: readonly string[] }}
 */
export function readRequest(argv) {
  let parsed
  try {
    parsed = parseArgs({
      args: [...argv],
      options: { help: { type: 'boolean' }, whole: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
  } catch (error) {
    return { problems: [error.message] }
  }
  if (parsed.values.help) return { help: true }
  const wanted = new Set()
  const files = { unit: [], page: [] }
  const problems = []
  for (const word of parsed.positionals) {
    const path = word.replaceAll('\\', '/').replace(/^\.\//, '')
    const suite = suiteOf(path)
    if (STAGE_NAMES.includes(word)) wanted.add(word)
    else if (suite === undefined) problems.push(`There is no stage and no test file “${word}”.`)
    else {
      wanted.add(suite)
      files[suite].push(path)
    }
  }
  if (problems.length > 0) return { problems }
  return {
    names: STAGE_NAMES.filter((name) => wanted.size === 0 || wanted.has(name)),
    files,
    whole: parsed.values.whole,
  }
}
