/**
 * What a schedule costs: as a multiple of the bare statements of application and engine that it performs, sent through
 * the same wire session at the same virtual times, in the same process, in turn.
 */
import type { PGlite } from '@electric-sql/pglite'
import { scenario } from '#scenarios'
import { defaultInput, parsePlan, type Input } from '#simulator'
import { openDatabase } from '#simulator/database.ts'
import { createSimulator, createSimulatorOn, type Simulator } from '#simulator/simulate.ts'
import { openWireSession } from '#simulator/wire.ts'
import { figure, type Bench, type BenchSize, type Figure } from './figures.ts'
import { measureInTurn } from './in-turn.ts'
import { recordTrips, sortTrips, type Trip } from './trips.ts'

/** The crash that the page opens on. */
const plan = 'server/commit:reserveInventory#1=crash-after'

const settings = [
  `Schedules: one customer who pays, two servers, ${plan}.`,
  'PGlite in memory, in Node, Hono and the Stripe client included; processor time, of one core.',
  'The same statements by `PGlite.query`, as an application would send them, are a peer; the bare SQL is the floor.',
  'The bare SQL is every statement of application and engine that the schedule sent, claims that found nothing included, in the same trips and transactions, with the clock set alike. What empties and fills the tables before a run, and what sets the clock, is taken off both sides.',
]

export const simulatorBench: Bench = {
  settings,
  async run(options) {
    const { measure, schedules } = options
    // Capture puts triggers on the tables, so what is measured with it needs a database of its own.
    const [database, captured] = [await openDatabase(), await openDatabase()]
    try {
      for (const { name } of scenario.implementations)
        await measure(`schedules of “${name}”`, () => benchImplementation(name, database, captured, options))
      await measure(`memory after ${schedules} schedules`, () =>
        measureMemory(createSimulator(database, scenario), schedules),
      )
    } finally {
      await Promise.all([database.close(), captured.close()])
    }
  },
}

async function benchImplementation(
  implementation: string,
  database: PGlite,
  captured: PGlite,
  { quick }: BenchSize,
): Promise<readonly Figure[]> {
  const input = inputOf(implementation)
  const { wire, trips } = recordTrips(openWireSession(database))
  const plain = createSimulatorOn(wire, { ...scenario, invariants: [] })
  const checked = createSimulator(database, scenario)
  const shown = createSimulator(captured, scenario)
  const explored = { capture: false, checks: 'never' } as const
  // The first ones prepare their statements and are compiled.
  for (let run = 0; run < (quick ? 1 : 100); run += 1) await plain.simulate(input, explored)
  trips.length = 0
  const { points } = await plain.simulate(input, explored)
  const { reset, statements, clock } = sortTrips(trips)
  const send = (list: readonly Trip[]) => () => {
    for (const trip of list) wire.run(...trip)
  }
  const query = (list: readonly Trip[]) => async () => {
    for (const [text, values = []] of list.flat()) await database.query(text, [...values])
  }
  trips.length = 0

  const [
    emptyMs = [],
    bareMs = [],
    queriedEmptyMs = [],
    queriedMs = [],
    plainMs = [],
    checkedMs = [],
    shownMs = [],
  ] = await measureInTurn(
    [
      send([...reset, ...clock]),
      send([...reset, ...statements]),
      query([...reset, ...clock]),
      query([...reset, ...statements]),
      () => {
        trips.length = 0
        return plain.simulate(input, explored)
      },
      () => checked.simulate(input, { capture: false }),
      () => shown.simulate(input),
    ],
    quick ? { rounds: 1, calls: 1 } : { rounds: 9, calls: 25 },
  )

  const bare = subtract(bareMs, emptyMs)
  /** Round by round, so that both sides of a ratio come from the same seconds. */
  const times = (ms: readonly number[], floor = bare): readonly number[] =>
    subtract(ms, emptyMs).map((sample, round) => sample / (floor[round] ?? Number.NaN))
  const perSecond = (ms: readonly number[]): readonly number[] => ms.map((sample) => 1000 / sample)
  const of = `${implementation}, ${points.length} operations`
  return [
    figure(
      `${implementation}.plain.timesBareSql`,
      `${of}: cost, as a multiple of its bare SQL`,
      '×',
      times(plainMs),
      {
        atMost: 1.5,
      },
    ),
    figure(
      `${implementation}.plain.timesQueries`,
      '… as a multiple of the same statements by `PGlite.query`',
      '×',
      times(plainMs, subtract(queriedMs, queriedEmptyMs)),
    ),
    figure(`${implementation}.checks.timesBareSql`, '… with invariants checked', '×', times(checkedMs)),
    figure(
      `${implementation}.checksAndCapture.timesBareSql`,
      '… with invariants checked and rows captured',
      '×',
      times(shownMs),
    ),
    figure(`${implementation}.bareSql`, '… its bare SQL', 'ms', bare),
    figure(
      `${implementation}.reset`,
      '… emptying and filling the tables, and setting the clock',
      'ms',
      emptyMs,
    ),
    figure(`${implementation}.plain.perSecond`, 'schedules', '/s', perSecond(plainMs)),
    figure(`${implementation}.checks.perSecond`, '… with invariants checked', '/s', perSecond(checkedMs)),
    figure(
      `${implementation}.checksAndCapture.perSecond`,
      '… with invariants checked and rows captured',
      '/s',
      perSecond(shownMs),
    ),
  ]
}

function inputOf(implementation: string): Input {
  return { ...defaultInput, implementation, plan: parsePlan(plan) }
}

function subtract(from: readonly number[], what: readonly number[]): readonly number[] {
  return from.map((value, index) => value - (what[index] ?? 0))
}

async function measureMemory(simulator: Simulator, schedules: number): Promise<readonly Figure[]> {
  const input = inputOf('durable')
  for (let schedule = 0; schedule < schedules; schedule += 1) {
    await simulator.simulate(input, { capture: false })
  }
  const megabytes = process.memoryUsage.rss() / 2 ** 20
  return [
    figure('rss', `memory of Node, with two PGlites, after ${schedules} more schedules`, 'MB', megabytes),
  ]
}
