/** What `test:soak` was asked for: words become a request, and what cannot be read a sentence. */
import { parseArgs } from 'node:util'
import { testFiles } from '../suites/test-files.mjs'

export type Suite = 'unit' | 'page'

/** Which runs have busy loops beside them. */
export type Load = 'alternate' | 'always' | 'never'

export interface Request {
  readonly runs: number
  /** A part of the path of each test file that is run; null for all of them. */
  readonly pattern: string | null
  /** The files of each suite; a suite that is not run is left out. */
  readonly files: ReadonlyMap<Suite, readonly string[]>
  /** The order of the first run; each run after it has the next one. */
  readonly seed: number
  readonly load: Load
  /** How many times slower Chromium runs the page's scripts. */
  readonly cpu: number
}

export type Asked = Request | { readonly help: true } | { readonly problems: readonly string[] }

const defaultRuns = 10
const maxSeed = 2 ** 31 - 1
/** Issue 8: time-outs hold on a machine that is three times slower. */
const defaultCpu = 3

export const usage = `Usage: npm run test:soak -- [N] [PATTERN] [options]
Runs the tests N times in random order, every other time with two busy loops beside them, and prints each test that
ever failed, with its rate and its seeds.
  N             how many times, ${defaultRuns} unless said otherwise
  PATTERN       only test files with this in their path, such as engine or atlas.spec
  --only SUITE  unit (Vitest: unit, property and contract tests) or page (Playwright)
  --seed S      the order of the first run, random unless said otherwise; the next run has the next seed
  --load WHEN   busy loops in alternate runs (the default), always or never
  --cpu RATE    Chromium runs the page's scripts so many times slower, ${defaultCpu} unless said otherwise`

const options = {
  only: { type: 'string' },
  seed: { type: 'string' },
  load: { type: 'string', default: 'alternate' },
  cpu: { type: 'string', default: String(defaultCpu) },
  help: { type: 'boolean', default: false },
} as const

/** @param randomSeed the seed when none is given */
export function readRequest(argv: readonly string[], randomSeed: number): Asked {
  let parsed: ReturnType<typeof parseWords>
  try {
    parsed = parseWords(argv)
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)] }
  }
  const { values, positionals } = parsed
  if (values.help) return { help: true }
  const problems: string[] = []
  const words = [...positionals]
  const runs = /^-?\d/.test(words[0] ?? '')
    ? readNumber(problems, 'N', words.shift() ?? '', 1, 1000)
    : defaultRuns
  const pattern = words.shift() ?? null
  if (words.length > 0)
    problems.push(`There is one PATTERN at most: “${words.join(' ')}” is too much. Write N first.`)
  const files = filesOf(readSuites(problems, values.only), pattern)
  if (problems.length === 0 && files.size === 0)
    problems.push(
      `No test file has “${pattern}” in its path${values.only ? ` in --only ${values.only}` : ''}.`,
    )
  const seed = readNumber(problems, '--seed', values.seed ?? String(randomSeed), 1, maxSeed)
  const load = readLoad(problems, values.load)
  const cpu = readNumber(problems, '--cpu', values.cpu, 1, 20)
  return problems.length > 0 ? { problems } : { runs, pattern, files, seed, load, cpu }
}

function parseWords(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options, allowPositionals: true })
}

function readSuites(problems: string[], only: string | undefined): readonly Suite[] {
  if (only === undefined) return ['unit', 'page']
  if (only === 'unit' || only === 'page') return [only]
  problems.push(`--only takes unit or page, not “${only}”.`)
  return []
}

function filesOf(suites: readonly Suite[], pattern: string | null): ReadonlyMap<Suite, readonly string[]> {
  const all = suites.map((suite) => [suite, testFiles(suite)] as const)
  const chosen = all.map(
    ([suite, files]) => [suite, files.filter((file) => file.includes(pattern ?? ''))] as const,
  )
  return new Map(chosen.filter(([, files]) => files.length > 0))
}

function readLoad(problems: string[], text: string): Load {
  if (text === 'alternate' || text === 'always' || text === 'never') return text
  problems.push(`--load takes alternate, always or never, not “${text}”.`)
  return 'alternate'
}

function readNumber(problems: string[], what: string, text: string, least: number, most: number): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  problems.push(`${what} takes a whole number from ${least} to ${most}, not “${text}”.`)
  return least
}
