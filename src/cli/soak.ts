/** `npm run test:soak`: the tests many times in random order, also under load, and each test that ever failed. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { showProgress } from './explore/progress.ts'
import { program, repository } from './install.mjs'
import { startBusyLoops } from './soak/busy-loops.ts'
import { reportText, roundText } from './soak/report.ts'
import { readRequest, usage, type Request } from './soak/request.ts'
import { runSuite } from './soak/run-suite.ts'
import { soak } from './soak/soak.ts'
import { isBuilt } from './suites/build.mjs'

/** As a shell says it of what ended by Ctrl-C. */
const interruptedCode = 130

/** @returns exit code: 0 when nothing failed, 1 when something did, 2 on bad input, 130 after Ctrl-C */
export async function run(argv: string[]): Promise<number> {
  const asked = readRequest(argv, 1 + Math.floor(Math.random() * 1_000_000))
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
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
  return soakAll(asked, interrupt.signal)
}

async function soakAll(request: Request, signal: AbortSignal): Promise<number> {
  const { runs, files, cpu } = request
  if (files.has('page')) await buildPage()
  const folder = mkdtempSync(join(tmpdir(), 'crashcart-soak-'))
  console.log(`Soak: ${runs} runs, the first with seed ${request.seed}. Output goes to ${folder}.`)
  const { tally, finished } = await soak(
    request,
    {
      startLoad: startBusyLoops,
      runSuite: async (suite, round) => {
        let said = ''
        const line = showProgress(
          (seconds) => `run ${round.number} of ${runs}, ${suite}: ${said} after ${seconds.toFixed(0)} s`,
        )
        const outcomes = await runSuite({
          suite,
          files: request.pattern === null ? [] : (files.get(suite) ?? []),
          round,
          cpu,
          folder,
          signal,
          onProgress: (known) => {
            const failed = known.filter(({ status }) => status === 'failed').length
            said = `${known.length} tests, ${failed} failed`
            line.update()
          },
        })
        line.end()
        return outcomes
      },
      onRound: (round, ran) => {
        console.log(roundText(round, runs, ran))
        // A long soak would fill the disk with what nobody reads.
        if (!ran.outcomes.some(({ status }) => status === 'failed')) removeRound(folder, round.number)
      },
    },
    signal,
  )
  const failed = tally.failed().length > 0
  console.log(reportText(tally, request, finished, folder))
  if (!failed) rmSync(folder, { recursive: true, force: true })
  if (signal.aborted) return interruptedCode
  return failed ? 1 : 0
}

function removeRound(folder: string, number: number): void {
  for (const name of readdirSync(folder))
    if (name.startsWith(`run-${number}-`)) rmSync(join(folder, name), { recursive: true, force: true })
}

async function buildPage(): Promise<void> {
  if (isBuilt()) return
  console.error('Building the page, because dist is missing or older than its source.')
  const words = [program('vite'), 'build', '--logLevel=error']
  await promisify(execFile)(process.execPath, words, { cwd: repository })
}
