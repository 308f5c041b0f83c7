import { afterEach, expect, test, vi } from 'vitest'
import { bench, run, toJson } from '../bench.ts'
import { figure, type Bench } from './figures.ts'
import { runSection } from './run-section.ts'

afterEach(() => vi.restoreAllMocks())

/** Three figures; the one in the middle cannot be measured. */
const planted: Bench = {
  settings: ['All of it is planted.'],
  async run({ measure }) {
    await measure('the first', async () => [figure('first', 'the first figure', 'ms', 1)])
    await measure('the second', () => Promise.reject(new Error('The page was closed.\nA call log.')))
    await measure('the third', async () => [figure('third', 'the third figure', 'ms', 3, { atMost: 2 })])
  },
}

/** What is printed, in order, with what is being measured. */
function listen() {
  const said: string[] = []
  return { said, print: (text: string) => said.push(text), tell: (text: string) => said.push(`(${text})`) }
}

test('each figure is printed as it comes; one that fails is told, and costs no other', async () => {
  const output = listen()
  const { figures, failed } = await runSection('planted', planted, { quick: true, schedules: 1 }, output)
  expect(output.said.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
    'PLANTED All of it is planted.',
    '(planted: the first)',
    'the first figure 1 ms',
    '(planted: the second)',
    'Could not be measured: the second: The page was closed.',
    '(planted: the third)',
    'the third figure 3 ms goal: at most 2, not reached',
  ])
  expect(figures.map(({ id }) => id)).toEqual(['first', 'third'])
  expect(failed).toEqual([{ what: 'the second', why: 'The page was closed.' }])
})

test('a figure without a number was not measured', async () => {
  const empty: Bench = {
    settings: [],
    run: ({ measure }) => measure('frames', async () => [figure('frames', 'frames', 'frames/s', [])]),
  }
  const section = await runSection('planted', empty, { quick: true, schedules: 1 }, listen())
  expect(section.figures).toEqual([])
  expect(section.failed).toEqual([{ what: 'frames', why: 'it gave no number.' }])
})

test('a section that breaks keeps its figures, and the next section is measured', async () => {
  const breaks: Bench = {
    settings: [],
    async run({ measure, leaveOut }) {
      leaveOut('The memory: nothing tells it.')
      await measure('the first', async () => [figure('first', 'the first figure', 'ms', 1)])
      throw new Error('There is no browser.')
    },
  }
  const known = { breaks: async () => breaks, planted: async () => planted }
  const size = { quick: true, schedules: 1 }
  const measured = toJson(await bench(['breaks', 'planted'], size, listen(), known))
  expect(measured['breaks']).toMatchObject({
    figures: { first: { value: 1 } },
    missing: ['The memory: nothing tells it.'],
    failed: [{ what: 'the rest of this section', why: 'There is no browser.' }],
  })
  expect(Object.keys(measured['planted']?.figures ?? {})).toEqual(['first', 'third'])
})

/** Runs the command with the planted section. */
async function runCommand(...flags: readonly string[]) {
  const printed = vi.spyOn(console, 'log').mockReturnValue(undefined)
  const told = vi.spyOn(console, 'error').mockReturnValue(undefined)
  const code = await run(['--only', 'planted', ...flags], { planted: async () => planted })
  const texts = (calls: readonly (readonly unknown[])[]) => calls.flat().join('\n')
  return { code, printed: texts(printed.mock.calls), told: texts(told.mock.calls) }
}

const failure = 'planted: Could not be measured: the second: The page was closed.'

test('the command exits with 1, and lists at its end what failed', async () => {
  const { code, printed, told } = await runCommand()
  expect(code).toBe(1)
  expect(printed).toContain('the third figure')
  expect(told.split('\n').at(-1)).toBe(failure)
})

test('with --json standard output is one object', async () => {
  const { code, printed, told } = await runCommand('--json')
  expect(code).toBe(1)
  expect(JSON.parse(printed)).toMatchObject({ planted: { failed: [{ what: 'the second' }] } })
  expect(told).toContain('the third figure')
  expect(told.split('\n').at(-1)).toBe(failure)
})
