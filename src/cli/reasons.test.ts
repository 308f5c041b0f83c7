import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { scenario } from '#scenarios'
import { defaultInput, parsePlan } from '#simulator'
import { explain } from '#explorer/explain.ts'
import { createSimulator, usualLimits, type Simulator } from '#simulator/simulate.ts'
import { openTestDatabase } from '#simulator/testing/open-database.ts'
import { explainRun, reasonJson, reasonLines } from './reasons.ts'
import { run as simulateCommand } from './simulate.ts'
import { toStory } from './story.ts'
import { verdictJson } from './verdict-json.ts'

let database: PGlite
let simulator: Simulator

beforeAll(async () => {
  database = await openTestDatabase()
  simulator = createSimulator(database, scenario)
})
afterAll(() => database.close())

async function storyOf(implementation: string, plan: string) {
  const run = await simulator.simulate({ ...defaultInput, implementation, plan: parsePlan(plan) })
  const explanation = await explainRun(run, simulator)
  return { run, explanation, lines: reasonLines(explanation, run), story: toStory(run, explanation) }
}

const reserved = 'server/commit:reserveInventory#1=crash-after'

describe('why, in a terminal', () => {
  test('a violation: the chain under its events, at most 80 columns wide, then where it parts', async () => {
    const { lines } = await storyOf('at-least-once', reserved)
    expect(lines.map((line) => line.replace(/\d+(?= {2})|(?<=event )\d+/, 'N'))).toEqual([
      'Why S3 is violated',
      '  N  A commits the reservation: stock 2 → 1, for ord_1.',
      '  N  Server A dies, before it writes checkpoint 1.',
      '  N  B takes over the workflow: the lease of A has run out, epoch 2.',
      '  N  B finds no checkpoint of reserveInventory, because the history and the',
      '      shop’s rows do not commit together.',
      '  N  B commits the reservation: stock 1 → 0, for ord_1.',
      '  N  2 mugs have left the stock, and orders account for 1.',
      'Same as the run without the fault up to event N.',
    ])
  })

  test('no line is wider than 80 columns, and the words are all there', async () => {
    const { lines, explanation } = await storyOf('naive', reserved)
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80)
    const said = lines.join(' ').replaceAll(/\s+/g, ' ')
    for (const { words } of reasonJson(explanation).links) expect(said).toContain(words)
  })

  test('a run that holds says why it does', async () => {
    const { lines } = await storyOf('durable', reserved)
    expect(lines[0]).toBe('Why it holds')
    expect(lines.join('\n')).toContain('B finds checkpoint 1, so it does not run reserveInventory again.')
  })

  test('a run that was stopped says so, and that nothing of it is judged', async () => {
    const limits = { ...usualLimits, mostTurns: 30 }
    const run = await createSimulator(database, scenario, limits).simulate(defaultInput)
    const explanation = explain(run)
    const why = 'The simulator stopped the run after 30 operations and timers.'
    const story = toStory(run, explanation)
    expect(story).toContain(`Not judged. ${why}\n? Not judged: S1, S2, S3,`)
    expect(story).toContain('Why it is not judged\n')
    expect(story).not.toMatch(/●|✕|holds/)
    expect(run.verdicts.map(verdictJson)).toEqual(
      scenario.invariants.map(({ id }) => ({ id, holds: null, rows: [], why })),
    )
  })

  test('it stands between the verdict and the link', async () => {
    const { story } = await storyOf('naive', reserved)
    expect(story).toMatch(
      /\n✕ L1 .*\n\nWhy S5 is violated\n[^]*the run without the fault up to event \d+\.\n\n#version=2/,
    )
  })

  test('simulate --json has it as a field, besides all that others rely on', async () => {
    const said = vi.spyOn(console, 'log').mockReturnValue(undefined)
    expect(await simulateCommand(['--implementation', 'naive', '--plan', reserved, '--json'])).toBe(0)
    const printed: unknown = JSON.parse(said.mock.calls.flat().join('\n'))
    said.mockRestore()
    const { explanation, run } = await storyOf('naive', reserved)
    expect(printed).toMatchObject({ traceHash: run.traceHash, explanation: reasonJson(explanation) })
    for (const field of ['events', 'points', 'verdicts', 'tables', 'link'])
      expect(printed).toHaveProperty(field)
  })
})
