import { describe, expect, test } from 'vitest'
import type { Outcome } from '../suites/outcome.mjs'
import { reportText, roundText } from './report.ts'
import { readRequest, type Request, type Suite } from './request.ts'
import { roundsOf, type Round } from './rounds.ts'
import { soak, type SoakDoing } from './soak.ts'

const request = (argv: readonly string[]): Request => {
  const asked = readRequest(argv, 1)
  if ('runs' in asked) return asked
  throw new Error(JSON.stringify(asked))
}

const outcome = (name: string, status: Outcome['status']): Outcome => ({
  suite: 'page',
  file: 'e2e/why.spec.ts',
  line: 6,
  project: 'phone',
  name,
  status,
  durationMs: 5,
  error: status === 'failed' ? 'Error: not visible' : '',
})

/** Soaks with tests that are planted, and notes what was run. */
async function soakPlanted(
  asked: Request,
  outcomesOf: (round: Round) => readonly Outcome[],
  interrupt = new AbortController(),
) {
  const ran: string[] = []
  let loops = 0
  const runSuite = async (suite: Suite, round: Round) => {
    ran.push(`${suite} ${round.seed}${loops > 0 ? ' loaded' : ''}`)
    return outcomesOf(round)
  }
  const startLoad = () => {
    loops += 1
    return async () => void (loops -= 1)
  }
  const told: string[] = []
  const doing: SoakDoing = {
    runSuite,
    startLoad,
    onRound: (round, done) => told.push(roundText(round, asked.runs, done)),
  }
  const soaked = await soak(asked, doing, interrupt.signal)
  expect(loops, 'busy loops that nobody stopped').toBe(0)
  return { ...soaked, ran, told, report: reportText(soaked.tally, asked, soaked.finished, '/tmp/somewhere') }
}

describe('a soak', () => {
  test('finds a test that fails one time in ten, and tells its rate and its seeds', async () => {
    const { report } = await soakPlanted(request(['20', 'why', '--seed', '101']), ({ seed }) => [
      outcome('fails one time in ten', seed % 10 === 0 ? 'failed' : 'passed'),
      outcome('never fails', 'passed'),
      outcome('is never run', 'skipped'),
    ])
    expect(report).toContain('20 of 20 runs finished, 10 of them under load.')
    expect(report).toContain('1 test failed at least once:')
    expect(report).toContain('e2e/why.spec.ts [phone]: fails one time in ten')
    expect(report).toContain(
      'failed in 2 of 20 runs (10 %): run 10, seed 110, under load; run 20, seed 120, under load',
    )
    expect(report).toContain('npm run test:soak -- 1 why --only page --seed 110 --load always --cpu 3')
    expect(report).toContain('alone: npm test -- e2e/why.spec.ts:6')
    expect(report).toContain('Error: not visible')
    expect(report).not.toContain('never fails')
  })

  test('says so when nothing failed', async () => {
    const { report, tally } = await soakPlanted(request(['2', 'why']), () => [outcome('holds', 'passed')])
    expect(tally.failed()).toEqual([])
    expect(report).toContain('No test failed.')
  })

  test('lists the worst test first, and counts cases of one name once a run', async () => {
    const { tally } = await soakPlanted(request(['4', 'why', '--seed', '1']), ({ number }) => [
      outcome('fails once', number === 1 ? 'failed' : 'passed'),
      outcome('fails twice', number <= 2 ? 'failed' : 'passed'),
      outcome('fails twice', number <= 2 ? 'failed' : 'passed'),
      outcome(
        'fails once, and is skipped once',
        number === 1 ? 'failed' : number === 2 ? 'skipped' : 'passed',
      ),
    ])
    const rates = tally.failed().map(({ outcome: { name }, failures, ran }) => [name, failures.length, ran])
    expect(rates).toEqual([
      ['fails twice', 2, 4],
      ['fails once, and is skipped once', 1, 3],
      ['fails once', 1, 4],
    ])
  })

  test('runs both suites in each round, every second one under load', async () => {
    const { ran } = await soakPlanted(request(['2', '--seed', '5']), () => [])
    expect(ran).toEqual(['unit 5', 'page 5', 'unit 6 loaded', 'page 6 loaded'])
  })

  test('that is interrupted starts nothing more, and tells what it found', async () => {
    const interrupt = new AbortController()
    const { ran, told, report } = await soakPlanted(
      request(['9', '--seed', '1']),
      ({ number }) => {
        if (number === 2) interrupt.abort()
        return [outcome('fails in the second', number === 2 ? 'failed' : 'passed')]
      },
      interrupt,
    )
    expect(ran).toEqual(['unit 1', 'page 1', 'unit 2 loaded'])
    expect(told).toHaveLength(2)
    expect(told[1]).toMatch(/^Run 2 of 9, seed 2, under load, interrupted: 0 passed, 1 failed/)
    expect(report).toContain('1 of 9 runs finished')
    expect(report).toContain('failed in 1 of 2 runs')
  })
})

describe('what the soak is asked for', () => {
  test('at least one run is under load unless that is not wanted', () => {
    const loaded = (argv: readonly string[]) => roundsOf(request(argv)).map((round) => round.loaded)
    expect(loaded(['1'])).toEqual([true])
    expect(loaded(['3'])).toEqual([false, true, false])
    expect(loaded(['2', '--load', 'always'])).toEqual([true, true])
    expect(loaded(['1', '--load', 'never'])).toEqual([false])
  })

  test('a pattern leaves out a suite without such a file; a word alone is a pattern', () => {
    const { files, runs } = request(['bad-links'])
    expect([...files]).toEqual([['page', ['e2e/bad-links.spec.ts']]])
    expect(runs).toBe(10)
    expect([...request(['--only', 'unit']).files.keys()]).toEqual(['unit'])
  })

  test.each([
    [['0'], 'N takes a whole number from 1 to 1000, not “0”.'],
    [['2x'], 'N takes a whole number from 1 to 1000, not “2x”.'],
    [['3', 'no-such-file'], 'No test file has “no-such-file” in its path.'],
    [['atlas', '3'], 'There is one PATTERN at most: “3” is too much. Write N first.'],
    [['--only', 'kitchen'], '--only takes unit or page, not “kitchen”.'],
    [['--seed', 'x'], '--seed takes a whole number from 1 to 2147483647, not “x”.'],
    [['--load', 'heavy'], '--load takes alternate, always or never, not “heavy”.'],
    [['--cpu', '0'], '--cpu takes a whole number from 1 to 20, not “0”.'],
    [['--slow'], "Unknown option '--slow'"],
  ])('says what is wrong with %s', (argv, problem) => {
    expect(readRequest(argv, 1)).toEqual({ problems: [expect.stringContaining(problem)] })
  })
})
