import { describe, expect, test } from 'vitest'
import { defaultInput } from '#simulator'
import { startExploration, type Bound } from './exploration.ts'
import type { Job, Runner } from './job.ts'
import { sweep } from './sweep.ts'
import { imagine } from './testing/imagined-runner.ts'

const bound: Bound = {
  bases: [defaultInput],
  faults: 2,
  palette: 'short',
  random: { schedules: 9, seed: 1 },
  reduces: true,
}

/** Takes a turn or several for each list of jobs. */
function slowRunner(turns: number, before: (jobs: readonly Job[]) => void = () => undefined): Runner {
  return async (jobs) => {
    before(jobs)
    for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate)
    return jobs.map((job) => imagine(job))
  }
}

async function triedBy(runners: readonly Runner[]): Promise<number> {
  const exploration = startExploration(bound)
  await sweep(exploration, runners, { batch: 2 })
  expect(exploration.isOver()).toBe(true)
  return exploration.progress().tried
}

describe('a sweep', () => {
  test('tries as much with one runner as with several of unequal speed', async () => {
    const alone = await triedBy([slowRunner(1)])
    expect(alone).toBeGreaterThan(20)
    expect(await triedBy([slowRunner(1), slowRunner(5), slowRunner(9)])).toBe(alone)
  })

  test('gives the jobs of a runner that fails to the others', async () => {
    let lists = 0
    const failing = slowRunner(1, () => {
      lists += 1
      if (lists === 2) throw new Error('It ran out of memory.')
    })
    expect(await triedBy([failing, slowRunner(3)])).toBe(await triedBy([slowRunner(1)]))
    expect(lists).toBe(2)
  })

  test('fails when the last runner does', async () => {
    const failing: Runner = () => Promise.reject(new Error('It ran out of memory.'))
    await expect(sweep(startExploration(bound), [failing, failing])).rejects.toThrow('out of memory')
  })

  test('stops when it is told to, and goes on where it stopped', async () => {
    const exploration = startExploration(bound)
    const stop = new AbortController()
    let lists = 0
    const runner = slowRunner(1, () => {
      lists += 1
      if (lists === 3) stop.abort()
    })
    await sweep(exploration, [runner], { batch: 2, signal: stop.signal })
    expect(lists).toBe(3)
    expect(exploration.isOver()).toBe(false)
    await sweep(exploration, [runner])
    expect(exploration.progress().tried).toBe(await triedBy([slowRunner(1)]))
  })
})
