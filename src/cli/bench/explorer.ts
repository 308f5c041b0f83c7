/** What exploring costs: whether a second worker does as much again, and whether memory stays as it is. */
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Job, Runner } from '#explorer/job.ts'
import { singleFaults } from '#explorer/palette.ts'
import { defaultInput, type Input } from '#simulator'
import { repository } from '../install.mjs'
import { openPool } from '../pool.ts'
import { measureSweeps } from './sweeps.ts'
import { figure, type Bench, type BenchSize, type Figure } from './figures.ts'

const base: Input = { ...defaultInput, implementation: 'durable' }

const settings = [
  'Sweeps: one customer who pays; every single fault of the whole palette, and an eighth of the pairs of the short one; processor time, of one core.',
  'Schedules: every single fault of the whole palette in the durable checkout, one customer who pays, over and over.',
  'Workers: worker threads, each with a PGlite of its own; the same schedules with one of them and with both, in turn, by the clock on the wall, so that whatever else the machine does counts. What two threads reach that do nothing but SQL, measured likewise, is the most that one could hope for.',
  'Memory: resident, of one process with one worker thread; the least of the second fifth of the schedules against the least of the last, since what is collected in between comes and goes.',
]

const cores = availableParallelism()

export const explorerBench: Bench = {
  settings: [...settings, `Cores: ${cores}.`],
  async run(options) {
    const { measure, leaveOut, schedules } = options
    await measure('sweeps', () => measureSweeps(options))
    if (cores < 2) leaveOut('two workers against one: this machine has one core.')
    else {
      await measure('one worker and two', () => measureWorkers(options))
      await measure('two threads of SQL', () => measureMachine(options))
    }
    await measure(`memory over ${schedules} schedules`, () => measureMemory(options))
  },
}

async function measureWorkers({ quick }: BenchSize): Promise<readonly Figure[]> {
  const pool = await openPool(2)
  try {
    const [first, second] = pool.runners
    if (first === undefined || second === undefined) throw new Error('A pool of two has two runners.')
    const jobs = await jobsOf(first)
    const [rounds, each] = quick ? [1, 4] : [7, 120]
    await Promise.all([share([first], jobs.slice(0, each)), share([second], jobs.slice(0, each))])
    const one: number[] = []
    const two: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      one.push(each / (await secondsOf(() => share([first], jobs.slice(0, each)))))
      two.push(each / (await secondsOf(() => share([first, second], jobs.slice(0, each)))))
    }
    const ratios = two.map((perSecond, round) => perSecond / (one[round] ?? Number.NaN))
    return [
      figure('workers.two.timesOne', 'two workers, as a multiple of one', '×', ratios, { atLeast: 1.8 }),
      figure('workers.one.perSecond', '… schedules with one', '/s', one),
      figure('workers.two.perSecond', '… schedules with two', '/s', two),
    ]
  } finally {
    await pool.close()
  }
}

/** The floor: two threads that send the same statement over and over, each to a PGlite of its own. */
async function measureMachine({ quick }: BenchSize): Promise<readonly Figure[]> {
  const [rounds, statements] = quick ? [1, 100] : [7, 20_000]
  const threads = [0, 1].map(() => new Worker(join(repository, 'src/cli/bench/sql-worker.mjs')))
  const work = async (thread: Worker): Promise<void> => {
    thread.postMessage(statements)
    await once(thread, 'message')
  }
  try {
    await Promise.all(threads.map((thread) => once(thread, 'message')))
    await Promise.all(threads.map(work))
    const ratios: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const alone = await secondsOf(() => Promise.all(threads.slice(0, 1).map(work)))
      ratios.push((2 * alone) / (await secondsOf(() => Promise.all(threads.map(work)))))
    }
    return [figure('machine.two.timesOne', '… and two threads of nothing but SQL, likewise', '×', ratios)]
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()))
  }
}

/** Every single fault, as an exploration would hand them out. */
async function jobsOf(runner: Runner): Promise<readonly Job[]> {
  const [outcome] = await runner([{ id: 0, input: base, wants: 'points', faultsLeft: 0 }])
  if (outcome?.kind !== 'points') throw new Error('The run without a fault failed.')
  return singleFaults(outcome.points, 'full').map((fault, id) => ({
    id,
    input: { ...base, plan: [fault] },
    wants: 'verdicts',
    faultsLeft: 0,
  }))
}

/** Each runner takes the next few jobs whenever it is done with its own. */
async function share(runners: readonly Runner[], jobs: readonly Job[]): Promise<void> {
  let next = 0
  await Promise.all(
    runners.map(async (run) => {
      while (next < jobs.length) {
        const from = next
        next += 8
        await run(jobs.slice(from, next))
      }
    }),
  )
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await work()
  return (performance.now() - startMs) / 1000
}

async function measureMemory({ schedules }: BenchSize): Promise<readonly Figure[]> {
  const pool = await openPool(1)
  try {
    const [run] = pool.runners
    if (run === undefined) throw new Error('A pool of one has a runner.')
    const jobs = await jobsOf(run)
    const least = [Infinity, Infinity, Infinity, Infinity, Infinity]
    for (let schedule = 0; schedule < schedules; schedule += 1) {
      const at = schedule % jobs.length
      await run(jobs.slice(at, at + 1))
      const fifth = Math.floor((schedule * least.length) / schedules)
      least[fifth] = Math.min(least[fifth] ?? Infinity, process.memoryUsage.rss() / 2 ** 20)
    }
    const [, early = Infinity, , , late = Infinity] = least
    const growth = Number.isFinite(late - early) ? Math.max(0, late - early) : 0
    return [
      figure('memory.growth', `memory gained over ${schedules} schedules`, 'MB', growth, { atMost: 64 }),
      figure('memory.rss', '… and then in all', 'MB', process.memoryUsage.rss() / 2 ** 20),
    ]
  } finally {
    await pool.close()
  }
}
