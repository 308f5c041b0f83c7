/** Runs one suite once, in the order of a seed, as a process whose output goes to a file. */
import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../install.mjs'
import { OUTCOMES_FILE, readOutcomes, type Outcome } from '../suites/outcome.mjs'
import { playwrightWords, vitestWords } from '../suites/tools.mjs'
import type { Suite } from './request.ts'
import type { Round } from './rounds.ts'

/** A runner that was asked to stop closes its servers and browsers; after this long it is ended. */
const graceMs = 15_000

/** The last lines of the output, when no test says what went wrong. */
const outputLines = 20

export interface SuiteRun {
  readonly suite: Suite
  readonly files: readonly string[]
  readonly round: Round
  readonly cpu: number
  /** Where the output, the outcomes and the traces go. */
  readonly folder: string
  readonly signal: AbortSignal
  /** Called now and then with what is known so far. */
  readonly onProgress: (outcomes: readonly Outcome[]) => void
}

/** @returns the outcomes, with one more if the suite failed and no test did */
export async function runSuite(run: SuiteRun): Promise<readonly Outcome[]> {
  const { suite, round, folder, signal, onProgress } = run
  const path = (extension: string) => join(folder, `run-${round.number}-${suite}.${extension}`)
  const output = openSync(path('log'), 'w')
  const child = spawn(process.execPath, wordsOf(run), {
    cwd: repository,
    env: environmentOf(run, path('jsonl')),
    stdio: ['ignore', output, output],
    // Ctrl-C in a terminal reaches a whole group of processes: this one alone decides when the suite is to stop.
    detached: true,
  })
  const timer = setInterval(() => onProgress(readOutcomes(path('jsonl'))), 500)
  const code = await ended(child, signal)
  clearInterval(timer)
  closeSync(output)
  const outcomes = readOutcomes(path('jsonl'))
  if (code === 0 || signal.aborted || outcomes.some(({ status }) => status === 'failed')) return outcomes
  const lines = readFileSync(path('log'), 'utf8').trimEnd().split('\n').slice(-outputLines)
  return [...outcomes, failureOf(suite, [`It ended with ${code}; its last lines:`, ...lines].join('\n'))]
}

function wordsOf({ suite, files, round, folder }: SuiteRun): readonly string[] {
  const { seed } = round
  if (suite === 'unit')
    return [
      ...vitestWords(files),
      '--sequence.shuffle.files',
      '--sequence.shuffle.tests',
      `--sequence.seed=${seed}`,
    ]
  // Of its own in each run: Playwright empties it at its start, and a failure's trace would be lost.
  const traces = join(folder, `run-${round.number}-traces`)
  return [...playwrightWords(files), `--shuffle=${seed}`, `--output=${traces}`]
}

function environmentOf({ cpu }: SuiteRun, outcomes: string): NodeJS.ProcessEnv {
  return { ...process.env, [OUTCOMES_FILE]: outcomes, CPU_THROTTLING_RATE: String(cpu), NO_COLOR: '1' }
}

/** Waits for the end, and brings it about when it is wanted. @returns the exit code or the signal */
function ended(child: ChildProcess, signal: AbortSignal): Promise<number | string> {
  return new Promise((resolve) => {
    let grace: ReturnType<typeof setTimeout> | undefined
    const stop = () => {
      child.kill('SIGINT')
      grace = setTimeout(() => child.kill('SIGKILL'), graceMs)
    }
    const end = (result: number | string) => {
      clearTimeout(grace)
      if (signal.aborted) killGroup(child)
      signal.removeEventListener('abort', stop)
      resolve(result)
    }
    child.once('error', (error) => end(error.message))
    child.once('exit', (code, killedBy) => end(code ?? killedBy ?? 'nothing'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

/** A worker of a runner that computes does not notice that its runner has ended. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined || process.platform === 'win32') return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // There is no such group any more: all of it has ended.
  }
}

function failureOf(suite: Suite, error: string): Outcome {
  const name = 'the suite as a whole'
  return { suite, file: '', line: null, project: '', name, status: 'failed', durationMs: 0, error }
}
