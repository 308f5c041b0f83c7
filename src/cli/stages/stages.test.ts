import { expect, test } from 'vitest'
import type { Outcome } from '../suites/outcome.mjs'
import { readRequest, STAGE_NAMES } from './request.mjs'
import { runStages, type Stage } from './run-stages.mjs'
import { summarize } from './summary.mjs'

const outcome = (status: Outcome['status'], rest: Partial<Outcome> = {}): Outcome => ({
  suite: 'unit',
  file: 'src/engine/claim.test.ts',
  line: 12,
  project: '',
  name: 'claims › one at a time',
  status,
  durationMs: 5,
  error: '',
  ...rest,
})

/** Runs planted stages, and notes which of them ran. */
function runPlanted(stages: readonly Omit<Stage, 'says'>[]) {
  const ran: string[] = []
  const planted = stages.map((stage) => ({
    ...stage,
    says: 'planted',
    run: () => {
      ran.push(stage.name)
      return stage.run()
    },
  }))
  return { results: runStages(planted, () => undefined), ran }
}

const passes = () => true
const fails = () => false

test('a stage that fails does not keep the later ones from running', () => {
  const { results, ran } = runPlanted([
    { name: 'types', run: fails },
    { name: 'lint', run: passes },
    { name: 'unit', run: fails, outcomes: () => [outcome('passed'), outcome('failed')] },
  ])
  expect(ran).toEqual(['types', 'lint', 'unit'])
  const lines = summarize(results).split('\n')
  expect(lines).toContainEqual(expect.stringMatching(/^types +FAILED .* npm test -- types$/))
  expect(lines).toContainEqual(expect.stringMatching(/^lint +passed /))
  expect(lines).toContain('  src/engine/claim.test.ts: claims › one at a time')
  expect(lines).toContain('    npm test -- src/engine/claim.test.ts:12')
  const whole = summarize(results, true)
  expect(whole).toContain('\n    npm test -- --whole src/engine/claim.test.ts:12\n')
  expect(whole).toMatch(/^types +FAILED .* npm test -- --whole types$/m)
  // One for `types`, which has no tests, and one test.
  expect(lines.at(-1)).toBe('1 passed, 2 failed')
})

test('a stage whose prerequisite failed is not run, and says so', () => {
  const { results, ran } = runPlanted([
    { name: 'build', run: fails },
    { name: 'page', needs: 'build', run: passes, outcomes: () => [outcome('passed')] },
  ])
  expect(ran).toEqual(['build'])
  const summary = summarize(results)
  expect(summary).toContain('page     not run: it needs build, which failed')
  expect(summary).toMatch(/\n0 passed, 1 failed$/)
})

test('a stage runs without its prerequisite if that was not asked for', () => {
  expect(runPlanted([{ name: 'page', needs: 'build', run: passes }]).ran).toEqual(['page'])
})

test('a failure that belongs to no test is named after its file or its suite', () => {
  const { results } = runPlanted([
    {
      name: 'page',
      run: fails,
      outcomes: () => [
        outcome('failed', {
          suite: 'page',
          file: 'e2e/why.spec.ts',
          line: null,
          name: 'the file as a whole',
        }),
        outcome('failed', { suite: 'page', file: '', line: null, name: 'an error outside of all tests' }),
        outcome('failed', { suite: 'page', file: 'e2e/why.spec.ts', project: 'phone', name: 'it stands' }),
        outcome('skipped'),
      ],
    },
  ])
  const summary = summarize(results)
  expect(summary).toContain('npm test -- e2e/why.spec.ts\n')
  expect(summary).toContain('page: an error outside of all tests\n    npm test -- page\n')
  expect(summary).toContain('e2e/why.spec.ts [phone]: it stands\n    npm test -- e2e/why.spec.ts:12\n')
  expect(summary).toMatch(/\n1 skipped\n0 passed, 3 failed$/)
})

test('stages and test files can be asked for, and the order stays', () => {
  const none = { unit: [], page: [] }
  expect(readRequest([])).toEqual({ names: STAGE_NAMES, files: none, whole: false })
  expect(readRequest(['--whole'])).toEqual({ names: STAGE_NAMES, files: none, whole: true })
  expect(readRequest(['lint', 'types'])).toEqual({ names: ['types', 'lint'], files: none, whole: false })
  expect(readRequest(['./e2e/smoke.spec.ts', 'src/cli/lock.test.ts:20'])).toEqual({
    names: ['unit', 'page'],
    files: { unit: ['src/cli/lock.test.ts:20'], page: ['e2e/smoke.spec.ts'] },
    whole: false,
  })
})

test.each([
  ['kitchen', 'There is no stage and no test file “kitchen”.'],
  ['src/cli/test.mjs', 'There is no stage and no test file “src/cli/test.mjs”.'],
  ['--slow', "Unknown option '--slow'"],
])('says what is wrong with %s', (word, problem) => {
  expect(readRequest([word])).toEqual({ problems: [expect.stringContaining(problem)] })
})
