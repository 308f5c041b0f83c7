import { expect, test } from './test.ts'
import { load } from '../src/cli/load.mjs'
import type { bench } from '../src/cli/bench.ts'

test('the bench measures the page, once and quickly', async () => {
  test.slow()
  const module = (await load('src/cli/bench.ts')) as { bench: typeof bench }
  const [page] = await module.bench(['page'], { quick: true, schedules: 1 })
  expect(page?.failed).toEqual([])
  const figures = new Map(page?.figures.map(({ id, value }) => [id, value]))
  for (const id of [
    'firstRun',
    'firstAnswer',
    'scripts',
    'openingScripts',
    'heap',
    'frames.1x.p95',
    'frames.4x.p95',
    'lanes.4x.p95',
  ])
    expect(figures.get(id), id).toBeGreaterThan(0)
})
