/** `npm run explore`: every schedule within a bound, from a terminal or in somebody's CI. */
import { mostTelling, shrinkAll } from '#explorer/counterexamples.ts'
import { startExploration, type Exploration } from '#explorer/exploration.ts'
import type { Runner } from '#explorer/job.ts'
import type { Explanation } from '#explorer/links.ts'
import { notTried } from '#explorer/not-tried.ts'
import { sweep } from '#explorer/sweep.ts'
import { scenario } from '#scenarios'
import type { Run } from '#simulator'
import { openDatabase } from '#simulator/database.ts'
import { createSimulator } from '#simulator/simulate.ts'
import { askOneOf } from './explore/ask-one-of.ts'
import { showProgress, sweepWords } from './explore/progress.ts'
import { isClean, toJson, toText, type Report } from './explore/report.ts'
import { readRequest, usage, type Request } from './explore/request.ts'
import { databaseSnapshot } from './load.mjs'
import { openPool } from './pool.ts'
import { explainRun } from './reasons.ts'
import { toStory } from './story.ts'

/** So many are shrunk and told, and of these so many as a story; a reader can play all of them by their links. */
const mostCounterexamples = 36
const mostStories = 3
/** As a shell says it of what ended by Ctrl-C. */
const interruptedCode = 130

/** @returns exit code: 0 when it ran; 1 if it was to be clean and is not, or failed; 2 on bad input; 130 after Ctrl-C */
export async function run(argv: string[]): Promise<number> {
  const asked = readRequest(argv)
  if ('problems' in asked) {
    for (const problem of asked.problems) console.error(problem)
    console.error(usage)
    return 2
  }
  if ('help' in asked) {
    console.log(usage)
    return 0
  }
  const interrupt = new AbortController()
  const stop = (): void => interrupt.abort()
  // Once: a second Ctrl-C ends it there and then.
  process.once('SIGINT', stop)
  try {
    return await explore(asked, interrupt.signal)
  } finally {
    process.off('SIGINT', stop)
  }
}

async function explore(request: Request, signal: AbortSignal): Promise<number> {
  const { bound, workers, expectClean, json } = request
  const startMs = performance.now()
  const exploration = startExploration(bound)
  const pool = await openPool(workers)
  let report: Report
  try {
    const line = showProgress((seconds) => sweepWords(exploration, seconds))
    await sweep(exploration, pool.runners, { signal, onProgress: () => line.update() })
    line.end()
    report = {
      bound,
      ...(await counterexamplesOf(exploration, pool.runners, signal)),
      findings: exploration.findings(),
      pruned: exploration.progress().pruned,
      notTried: [...interruption(exploration), ...notTried(bound, scenario)],
      seconds: (performance.now() - startMs) / 1000,
      interrupted: !exploration.isOver(),
    }
  } finally {
    await pool.close()
  }
  const explained = await explainedOf(report, json ? mostCounterexamples : mostStories, signal)
  const stories = explained.map(({ run: told, explanation }) => toStory(told, explanation))
  const explanations = explained.map(({ explanation }) => explanation)
  console.log(json ? JSON.stringify(toJson(report, explanations)) : toText(report, stories))
  for (const failure of exploration.failures()) console.error(`The simulator failed: ${failure}`)
  if (signal.aborted) return interruptedCode
  return exploration.failures().length > 0 || (expectClean && !isClean(report.findings)) ? 1 : 0
}

async function counterexamplesOf(
  exploration: Exploration,
  runners: readonly Runner[],
  signal: AbortSignal,
): Promise<Pick<Report, 'counterexamples' | 'more'>> {
  const { failing } = exploration.findings()
  const { kinds } = exploration.bound
  const ask = askOneOf(runners)
  const told = mostTelling(failing, mostCounterexamples)
  let smallest = 0
  const line = showProgress(() => `shrinking ${told.length} counterexamples, ${smallest} done`)
  const counterexamples = await shrinkAll(
    told,
    scenario.vocabulary,
    async (input) => {
      line.update()
      return ask(input)
    },
    { signal, ...(kinds === undefined ? {} : { kinds }), onShrunk: () => (smallest += 1) },
  )
  line.end()
  return { counterexamples, more: failing.length - told.length }
}

function interruption(exploration: Exploration): readonly string[] {
  if (exploration.isOver()) return []
  return [
    `The rest of the bound, at least ${exploration.progress().expectedLeft} schedules: it was interrupted.`,
  ]
}

interface Explained {
  readonly run: Run
  readonly explanation: Explanation
}

/** The first counterexamples simulated again, with the rows that they changed; fewer where somebody has no time. */
async function explainedOf(
  { counterexamples }: Report,
  most: number,
  signal: AbortSignal,
): Promise<readonly Explained[]> {
  const told = counterexamples.slice(0, most)
  if (told.length === 0) return []
  const database = await openDatabase({ snapshot: await databaseSnapshot() })
  try {
    const simulator = createSimulator(database, scenario)
    const explained: Explained[] = []
    for (const { input } of told) {
      if (signal.aborted && explained.length > 0) break
      const simulated = await simulator.simulate(input)
      explained.push({ run: simulated, explanation: await explainRun(simulated, simulator) })
    }
    return explained
  } finally {
    await database.close()
  }
}
