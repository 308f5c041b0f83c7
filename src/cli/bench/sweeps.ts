/**
 * What a sweep costs, with and without all that spares it work, in turn: schedules of the bound a second, beside the
 * schedules whose bare SQL alone could be sent.
 */
import { startExploration, type Bound } from '#explorer/exploration.ts'
import { createRunner } from '#explorer/runner.ts'
import { sweep } from '#explorer/sweep.ts'
import { scenario } from '#scenarios'
import { defaultInput } from '#simulator'
import { openDatabase } from '#simulator/database.ts'
import { createSimulatorOn } from '#simulator/simulate.ts'
import { openWireSession } from '#simulator/wire.ts'
import { figure, type BenchSize, type Figure } from './figures.ts'
import { measureInTurn } from './in-turn.ts'
import { recordTrips, sortTrips } from './trips.ts'

const base = { ...defaultInput, implementation: 'durable' }

const bounds = {
  singles: { faults: 1, palette: 'full', shard: undefined },
  // As many of the pairs as there are singles.
  pairs: { faults: 2, palette: 'short', shard: { index: 4, count: 8 } },
} as const

export async function measureSweeps({ quick }: BenchSize): Promise<readonly Figure[]> {
  const database = await openDatabase()
  try {
    const { wire, trips } = recordTrips(openWireSession(database))
    const simulator = createSimulatorOn(wire, scenario)
    const runner = createRunner(simulator)
    const rounds = { rounds: quick ? 1 : 5, calls: 1 }
    trips.length = 0
    await simulator.simulate(base, { capture: false, checks: 'never' })
    const { reset, statements } = sortTrips(trips)
    const bare = [...reset, ...statements]
    const figures: Figure[] = []
    for (const [name, { faults, palette, shard }] of Object.entries(bounds)) {
      let schedules = 0
      const sweepOnce = (reduces: boolean) => async () => {
        trips.length = 0
        const { index, count } = quick ? { index: 4, count: 60 } : (shard ?? { index: 1, count: 1 })
        const bound: Bound = {
          bases: [base],
          faults,
          palette,
          random: null,
          reduces,
          shard: { index, count },
        }
        const exploration = startExploration(bound)
        await sweep(exploration, [runner])
        // Without reductions those count, too, that are left out with them.
        if (!reduces) schedules = exploration.progress().tried
      }
      const floor = () => {
        for (let schedule = 0; schedule < schedules; schedule += 1) for (const trip of bare) wire.run(...trip)
        trips.length = 0
      }
      const [wholeMs = [], reducedMs = [], floorMs = []] = await measureInTurn(
        [sweepOnce(false), sweepOnce(true), floor],
        rounds,
      )
      const perSecond = (ms: readonly number[]) => ms.map((each) => (1000 * schedules) / each)
      const times = wholeMs.map((each, round) => each / (reducedMs[round] ?? Number.NaN))
      figures.push(
        figure(
          `sweep.${name}.perSecond`,
          `${name} of the durable checkout, ${schedules} schedules`,
          '/s',
          perSecond(reducedMs),
        ),
        figure(
          `sweep.${name}.whole.perSecond`,
          '… with every one run and judged from its start',
          '/s',
          perSecond(wholeMs),
        ),
        figure(`sweep.${name}.times`, '… what running less saves', '×', times),
        figure(
          `sweep.${name}.bareSql.perSecond`,
          '… if each were the bare SQL of one without faults',
          '/s',
          perSecond(floorMs),
        ),
      )
    }
    return figures
  } finally {
    await database.close()
  }
}
