import { afterAll, beforeAll, expect, test } from 'vitest'
import { resumeExploration, startExploration, type Bound, type Snapshot } from '#explorer/exploration.ts'
import type { Runner } from '#explorer/job.ts'
import { sweep } from '#explorer/sweep.ts'
import { defaultInput, formatPlan } from '#simulator'
import { openPool, type Pool } from './pool.ts'

let pool: Pool
beforeAll(async () => (pool = await openPool(2)))
afterAll(() => pool.close())

/** Nothing is left out, since what is depends on which of two that are alike comes first. */
const bound: Bound = {
  bases: [{ ...defaultInput, implementation: 'naive' }],
  faults: 2,
  palette: 'short',
  random: { schedules: 5, seed: 1 },
  reduces: false,
}
/** As if these were all operations there are. */
const few = /commit:|webhook:/

type Stop = 'what was under way is waited for' | 'what was under way is lost'

/** Explores in the pool, each stop as if the process had ended there and another gone on. */
async function exploreWith(stops: readonly Stop[]) {
  const ran: string[] = []
  let exploration = startExploration(bound)
  for (const stop of [...stops, null]) {
    const control = new AbortController()
    const until = stop === null ? Number.POSITIVE_INFINITY : ran.length + 15
    let kept: Snapshot | null = null
    const watched = (runner: Runner): Runner => {
      return async (jobs) => {
        const outcomes = await runner(jobs)
        for (const { input, wants } of jobs) ran.push(`${wants} ${formatPlan(input.plan)}`)
        if (ran.length >= until) {
          control.abort()
          if (stop === 'what was under way is lost') kept ??= exploration.snapshot()
        }
        return outcomes.map((outcome) =>
          outcome.kind === 'points'
            ? { ...outcome, points: outcome.points.filter((point) => few.test(point)) }
            : outcome,
        )
      }
    }
    await sweep(exploration, pool.runners.map(watched), { batch: 3, signal: control.signal })
    expect(exploration.isOver()).toBe(stop === null)
    const text = JSON.stringify(kept ?? exploration.snapshot())
    exploration = resumeExploration(JSON.parse(text) as Snapshot)
  }
  return { ran: ran.toSorted(), found: exploration.findings() }
}

test(
  'pairs over two workers, stopped and gone on with from what was kept: nothing is lost, nothing counts twice',
  { timeout: 600_000 },
  async () => {
    const whole = await exploreWith([])
    expect(whole.ran.some((each) => each.includes(';'))).toBe(true)
    expect(new Set(whole.ran).size).toBe(whole.ran.length)

    const paused = await exploreWith(Array.from({ length: 3 }, () => 'what was under way is waited for'))
    expect(paused).toEqual(whole)

    const killed = await exploreWith(Array.from({ length: 3 }, () => 'what was under way is lost'))
    expect(killed.found).toEqual(whole.found)
    expect(killed.ran.length, 'what was lost is run again').toBeGreaterThan(whole.ran.length)
    expect(new Set(killed.ran)).toEqual(new Set(whole.ran))
  },
)

test('a worker that has ended is not waited for', async () => {
  const own = await openPool(1)
  await own.close()
  await expect(own.runners[0]?.([])).rejects.toThrow('A worker ended.')
})
