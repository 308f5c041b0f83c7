import { commandOf, titleOf } from '../stages/summary.mjs'
import type { Outcome } from '../suites/outcome.mjs'
import type { Request } from './request.ts'
import type { Round } from './rounds.ts'
import type { RoundRun } from './soak.ts'
import type { FlakyTest, Tally } from './tally.ts'

/** The first lines of a message say what was expected; the log has the rest. */
const errorLines = 6

/** One round in a line, with each test that failed in it. */
export function roundText(round: Round, of: number, { outcomes, seconds, interrupted }: RoundRun): string {
  const count = (status: Outcome['status']) => outcomes.filter((outcome) => outcome.status === status).length
  const failed = outcomes.filter(({ status }) => status === 'failed')
  const title = `Run ${round.number} of ${of}, ${describe(round)}${interrupted ? ', interrupted' : ''}`
  return [
    `${title}: ${count('passed')} passed, ${failed.length} failed, ${seconds.toFixed(0)} s`,
    ...failed.map((outcome) => `  failed: ${titleOf(outcome)}`),
  ].join('\n')
}

/** What a soak has found: each test that ever failed, its rate, and the command that repeats its order. */
export function reportText(
  tally: Tally,
  request: Request,
  finished: readonly Round[],
  folder: string,
): string {
  const loaded = finished.filter((round) => round.loaded).length
  const failed = tally.failed()
  return [
    '',
    `${finished.length} of ${request.runs} runs finished, ${loaded} of them under load.`,
    failed.length === 0
      ? 'No test failed.'
      : `${failed.length} ${failed.length === 1 ? 'test' : 'tests'} failed at least once:`,
    ...failed.map((test) => testText(test, request)),
    ...(failed.length === 0 ? [] : ['', `The output of every run with a failure is in ${folder}.`]),
  ].join('\n')
}

function testText({ title, outcome, ran, failures }: FlakyTest, request: Request): string {
  const percent = Math.round((100 * failures.length) / ran)
  const [first] = failures
  return [
    '',
    `  ${title}`,
    `    failed in ${failures.length} of ${ran} runs (${percent} %): ${failures.map(({ round }) => `run ${round.number}, ${describe(round)}`).join('; ')}`,
    ...(first === undefined ? [] : [`    the same order: ${commandFor(first.round, request)}`]),
    `    alone: ${commandOf(outcome)}`,
    ...(first?.error ?? '').split('\n', errorLines).map((line) => `      ${line}`),
  ].join('\n')
}

function describe({ seed, loaded }: Round): string {
  return `seed ${seed}${loaded ? ', under load' : ''}`
}

/** The order depends on the seed and on the files that are run. */
function commandFor({ seed, loaded }: Round, { pattern, files, cpu }: Request): string {
  const [only, ...more] = files.keys()
  return [
    'npm run test:soak -- 1',
    ...(pattern === null ? [] : [pattern]),
    ...(only !== undefined && more.length === 0 ? [`--only ${only}`] : []),
    `--seed ${seed} --load ${loaded ? 'always' : 'never'} --cpu ${cpu}`,
  ].join(' ')
}
