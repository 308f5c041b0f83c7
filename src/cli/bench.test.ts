import { afterEach, describe, expect, test, vi } from 'vitest'
import { bench, run, toJson } from './bench.ts'

afterEach(() => vi.restoreAllMocks())

describe('the bench', () => {
  test('measures schedules of each implementation, once and quickly', async () => {
    const { simulator } = toJson(await bench(['simulator'], { quick: true, schedules: 2 }))
    expect(Object.keys(simulator?.figures ?? {})).toEqual(
      expect.arrayContaining(['naive.plain.timesBareSql', 'durable.checksAndCapture.perSecond', 'rss']),
    )
    for (const { value } of Object.values(simulator?.figures ?? {})) expect(value).not.toBeNaN()
    expect(simulator?.figures['durable.plain.timesBareSql']).toMatchObject({
      goal: { atMost: 1.5 },
      unit: '×',
    })
    expect(simulator).toMatchObject({ missing: [], failed: [] })
  })

  test('measures workers and memory of the explorer, once and quickly', async () => {
    const { explorer } = toJson(await bench(['explorer'], { quick: true, schedules: 5 }))
    expect(explorer?.failed).toEqual([])
    expect(explorer?.figures['sweep.pairs.perSecond']).toMatchObject({ unit: '/s' })
    expect(explorer?.figures['memory.growth']).toMatchObject({ unit: 'MB', goal: { atMost: 64 } })
    for (const { value } of Object.values(explorer?.figures ?? {})) expect(value).not.toBeNaN()
  })

  test.each([
    [['--only', 'kitchen'], '--only takes some of simulator'],
    [['--schedules', 'many'], '--schedules takes a whole number'],
    [['--slow'], '--slow'],
  ])('says what is wrong with %s, and what is allowed', async (argv, problem) => {
    const said = vi.spyOn(console, 'error').mockReturnValue(undefined)
    expect(await run(argv)).toBe(2)
    expect(said.mock.calls.flat().join('\n')).toContain(problem)
    expect(said.mock.calls.flat().join('\n')).toContain('Usage: npm run --silent bench')
  })
})
