/** Workflows a second through the engine, beside the very same statements sent without it, in turn. */
import { createPgDatabase } from '#engine/pg-database.ts'
import { createPgliteDatabase } from '#engine/pglite-database.ts'
import { engineSchemaSql, type Database } from '#engine'
import { startPostgres } from '#engine/testing/postgres-server.ts'
import { measureReplay } from '#engine/testing/replay-time.ts'
import { measureThroughput, throughputSql, type Load } from '#engine/testing/throughput.ts'
import { openDatabase } from '#simulator/database.ts'
import { figure, type Bench, type BenchOptions } from './figures.ts'

const settings = [
  'Workflows of five plain steps (7 round trips) and of five transactions of one insert (22), each begun and awaited.',
  'The bare SQL is one workflow’s statements as the engine sent them, replayed under other IDs over the same adapter and connections.',
  'PGlite: in memory, one session, one workflow at a time. PostgreSQL: 18, on this machine, fsync off, 8 connections, 8 workflows at a time.',
]

const loads: readonly { readonly load: Load; readonly says: string }[] = [
  { load: 'steps', says: 'five steps' },
  { load: 'transactions', says: 'five transactions' },
]

export const engineBench: Bench = {
  settings,
  async run(options) {
    options.leaveOut('the DBOS SDK on the same PostgreSQL (goal: at least 4 times its workflows a second)')
    await benchPglite(options)
    await benchPostgres(options)
  },
}

async function benchPglite(options: BenchOptions): Promise<void> {
  const pglite = await openDatabase()
  try {
    await pglite.exec(`${engineSchemaSql}; ${throughputSql}`)
    await benchLoads('pglite', createPgliteDatabase(pglite), 1, options)
  } finally {
    await pglite.close()
  }
}

async function benchPostgres(options: BenchOptions): Promise<void> {
  const server = await startPostgres()
  try {
    const { createPool } = await server.createDatabase(throughputSql)
    const database = createPgDatabase(createPool({ max: 8 }))
    await benchLoads('postgres', database, 8, options)
    await benchReplay(database, options)
  } finally {
    await server.close()
  }
}

async function benchReplay(database: Database, { quick, measure }: BenchOptions): Promise<void> {
  const [few, many] = quick ? [20, 200] : [2_000, 20_000]
  await measure('a long replay', async () => {
    const perStep = async (steps: number, round: number): Promise<number> =>
      (await measureReplay(database, `replay-${steps}-${round}`, steps)) / steps
    const ratios: number[] = []
    const total: number[] = []
    // The first round warms up, and does not count.
    for (let round = 0; round <= (quick ? 1 : 3); round += 1) {
      const ofFew = await perStep(few, round)
      const ofMany = await perStep(many, round)
      if (round === 0) continue
      ratios.push(ofMany / ofFew)
      total.push(ofMany * many)
    }
    return [
      figure('replay.timesShort', `a step of a replay of ${many}, of one of ${few}`, '×', ratios, {
        atMost: 1.5,
      }),
      figure('replay', `… the replay of ${many} steps`, 'ms', total),
    ]
  })
}

async function benchLoads(
  on: 'pglite' | 'postgres',
  database: Database,
  concurrency: number,
  { quick, measure }: BenchOptions,
): Promise<void> {
  for (const { load, says } of loads)
    await measure(`${says} on ${on}`, async () => {
      const workflows = quick ? 2 : 300
      const { engine, bare } = await measureThroughput(
        { database, load, workflows, concurrency, prefix: `${on}-${load}` },
        quick ? 1 : 5,
      )
      const id = `${on}.${load}`
      const ratio = `${on}, ${says}: workflows a second, of those by bare SQL`
      return [
        figure(`${id}.timesBareSql`, ratio, '×', engine / bare, { atLeast: 0.7 }),
        figure(`${id}.perSecond`, '… workflows', '/s', engine),
        figure(`${id}.bare.perSecond`, '… by bare SQL', '/s', bare),
      ]
    })
}
