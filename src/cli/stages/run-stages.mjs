/**
 * One check of `npm test`.
 *
 * @typedef {import('../suites/outcome.mjs').Outcome} Outcome
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} says what it checks, for its heading
 * @property {string} [needs] the stage without whose success this one means nothing
 * @property {() => boolean} run whether it passed
 * @property {() => readonly Outcome[]} [outcomes] what became of its tests, once it has run
 *
 * @typedef {object} StageResult
 * @property {string} name
 * @property {'passed' | 'failed' | 'not run'} state
 * @property {string} [needs] of a stage that was not run: the one that failed
 * @property {number} durationMs
 * @property {readonly Outcome[]} outcomes
 */

/**
 * Runs every stage, also after one has failed, except those that need the one that failed.
 *
 * @param {readonly Stage[]} stages in their order
 * @param {(line: string) => void} print
 * @returns {StageResult[]}
 */
export function runStages(stages, print) {
  const results = []
  for (const { name, says, needs, run, outcomes } of stages) {
    print(`\n── ${name}: ${says}`)
    const needed = results.find((result) => result.name === needs)
    if (needed && needed.state !== 'passed') {
      print(`── ${name}: not run, because it needs ${needs}, which failed`)
      results.push({ name, state: 'not run', needs, durationMs: 0, outcomes: [] })
      continue
    }
    const startMs = performance.now()
    const state = run() ? 'passed' : 'failed'
    const durationMs = performance.now() - startMs
    print(`── ${name}: ${state === 'failed' ? 'FAILED' : state} in ${(durationMs / 1000).toFixed(1)} s`)
    results.push({ name, state, durationMs, outcomes: outcomes?.() ?? [] })
  }
  return results
}
