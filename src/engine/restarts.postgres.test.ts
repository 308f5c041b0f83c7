/** The server stops in mid-transaction, and starts again: what clients hear meanwhile, and what is kept. */
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { expect, test } from 'vitest'
import type { Database, Session } from './environment.ts'
import { createPgDatabase } from './pg-database.ts'
import { countEffects, effectTableSql, leaveEffect } from './testing/everything.ts'
import { recordedFailures, retriesOf } from './testing/failures.ts'
import { untilEnded, usePostgres, type PostgresServer } from './testing/postgres-server.ts'
import { createTestExecutor } from './testing/test-executor.ts'
import { deadConnection, told } from './testing/told.ts'
import { workflow } from './workflow.ts'

const server = usePostgres()

const terminated = '57P01 terminating connection due to administrator command'
const broken = '08006 Connection terminated unexpectedly'
const starting = '57P03 the database system is starting up'

/** As the engine reports it. */
const asObserved = (line: string): string => `DatabaseError: ${line.slice(6)}`

type Stop = 'stopFast' | 'stopAtOnce'

const ask = (session: Session, text: string) => session.query({ label: 'ask', text, values: [] })

/** One transaction that has committed, one that idles with rows of its own, and one with a statement under way. */
async function createClients() {
  const database = await server().createDatabase(effectTableSql)
  const pool = database.createPool({ max: 4 })
  const ends: Promise<void>[] = []
  pool.on('connect', (connection: pg.PoolClient) => ends.push(untilEnded(connection)))
  const client = createPgDatabase(pool)
  const committed = await client.begin({ label: 'a' })
  await leaveEffect(committed, 'order-1', 'committed')
  await committed.commit()
  const idle = await client.begin({ label: 'b' })
  await leaveEffect(idle, 'order-1', 'idle')
  const busy = await client.begin({ label: 'c' })
  await leaveEffect(busy, 'order-1', 'busy')
  const running = told(ask(busy, 'select pg_sleep(60)'))
  const isRunning = `select from pg_stat_activity where query = 'select pg_sleep(60)' and state = 'active'`
  while ((await database.observer.query(isRunning)).rowCount === 0) await wait(5)
  return { database, client, idle, running, ends }
}

/** What the clients hear, and what of each transaction is there when the server serves again. */
async function stopUnderClients(stop: Stop) {
  const { database, client, idle, running, ends } = await createClients()
  await server()[stop]()
  // Until the driver has noticed, a commit on a connection that is gone fails in another way.
  await Promise.all(ends)
  const heard = {
    running: await running,
    idle: await told(idle.commit()),
    another: await told(client.begin({ label: 'd' })),
  }
  await server().start()
  const next = await told(ask(client, 'select 1'))
  return { ...heard, next, kept: await countEffects(database, 'order-1') }
}

const refused = ({ port }: PostgresServer): string => `08006 connect ECONNREFUSED 127.0.0.1:${port}`

test('postgres-restart: a fast stop is 57P01 under a statement and 08006 otherwise, and of each open transaction nothing is kept', async () => {
  expect(await stopUnderClients('stopFast')).toEqual({
    running: terminated,
    idle: deadConnection,
    another: refused(server()),
    next: 'nothing',
    kept: { committed: 1 },
  })
})

test('postgres-restart: a stop at once, as by a crash, is 08006 under a statement too, and what had been committed is there', async () => {
  expect(await stopUnderClients('stopAtOnce')).toEqual({
    running: broken,
    idle: deadConnection,
    another: refused(server()),
    next: 'nothing',
    kept: { committed: 1 },
  })
})

/** What whoever connects again and again hears until the server is there. */
async function hearWhileStarting(client: Database): Promise<ReadonlySet<string>> {
  const heard = new Set<string>()
  const started = server().start()
  for (let line = ''; line !== 'nothing';) {
    line = await told(ask(client, 'select 1'))
    heard.add(line)
  }
  await started
  return heard
}

test('postgres-restart: while it starts, a new connection is 08006 or 57P03, and then it works', async () => {
  const database = await server().createDatabase()
  const client = createPgDatabase(database.createPool({ max: 1 }))
  const heard = new Set<string>()
  // It listens, but does not serve, while it replays its log: here some 15 MB. Whether a client looks just then is
  // chance all the same.
  for (let tries = 0; tries < 20 && !heard.has(starting); tries += 1) {
    await ask(client, 'drop table if exists filler')
    await ask(client, 'create table filler as select generate_series(1, 250000) as number')
    await server().stopAtOnce()
    for (const line of await hearWhileStarting(client)) heard.add(line)
  }
  expect(heard).toContain(starting)
  expect(new Set([...heard].map((line) => line.split(' ')[0]))).toEqual(
    new Set(['08006', '57P03', 'nothing']),
  )
})

test.each<Stop>(['stopFast', 'stopAtOnce'])(
  'E10: postgres-restart: %s in mid-transaction: the engine runs it again when the server is back, and records no failure',
  async (stop) => {
    const database = await server().createDatabase(effectTableSql)
    let runs = 0
    const starts: Promise<void>[] = []
    const reserving = workflow('reserving', (ctx) =>
      ctx.transaction('reserve', async (tx) => {
        runs += 1
        await leaveEffect(tx, ctx.workflowId, 'reserve')
        if (runs === 1) {
          await server()[stop]()
          starts.push(server().start())
        }
        return 'reserved'
      }),
    )
    const executor = createTestExecutor(database, { id: 'A', workflows: [reserving], leaseMs: 20_000 })
    const handle = await executor.engine.start(reserving, 'order-1', null)
    expect(await handle.result()).toBe('reserved')
    await Promise.all(starts)
    expect(runs).toBe(2)
    // The server's farewell, or the end of the connection, before the next statement or under it: what the driver
    // has read by then.
    expect([terminated, broken, deadConnection].map(asObserved)).toContain(retriesOf(executor)[0])
    expect(await countEffects(database, 'order-1')).toEqual({ reserve: 1 })
    expect(await recordedFailures(database)).toBe(0)
    await executor.crash()
  },
)
