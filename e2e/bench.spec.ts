import { expect, test } from './test.ts'
import { load } from '../src/cli/load.mjs'
import type { bench } from '../src/cli/bench.ts'

test('the bench measures the page, once and quickly', async () => {
  test.slow()
  const loaded = await load('src/cli/bench.ts')
  const [page] = await (loaded.module as { bench: typeof bench }).bench(['page'], {
    quick: true,
    schedules: 1,
  })
  await loaded.close()
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
