/** A connection that goes in the middle of something: what its client hears, and what is in the database then. */
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import type { Session } from './environment.ts'
import { createPgDatabase } from './pg-database.ts'
import { countEffects, effectTableSql, leaveEffect } from './testing/everything.ts'
import { recordedFailures, retriesOf } from './testing/failures.ts'
import { untilNextEnded, usePostgres, type PostgresDatabase } from './testing/postgres-server.ts'
import { startProxy, type Proxy } from './testing/proxy.ts'
import { createTestExecutor } from './testing/test-executor.ts'
import { deadConnection, told } from './testing/told.ts'
import { workflow } from './workflow.ts'

const server = usePostgres()

const terminated = '57P01 terminating connection due to administrator command'
const broken = '08006 Connection terminated unexpectedly'

const proxies: Proxy[] = []
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close()
})

const ask = (session: Session, text: string) => session.query({ label: 'ask', text, values: [] })

/** A client in the middle of a transaction that has left an effect, over a wire that can be cut. */
async function beginOverWire() {
  const database = await server().createDatabase(effectTableSql)
  const proxy = await startProxy(server().port)
  proxies.push(proxy)
  const pool = database.createPool({ max: 1, port: proxy.port, applicationName: 'client' })
  const ended = untilNextEnded(pool)
  const client = createPgDatabase(pool)
  const tx = await client.begin({ label: 'reserve' })
  await leaveEffect(tx, 'order-1', 'reserve')
  return { database, proxy, client, tx, ended }
}

/** The one session of the client, as the server sees it; null: it is gone. */
async function sessionOf({ observer }: PostgresDatabase, applicationName = 'client') {
  const { rows } = await observer.query<{ pid: number; state: string; wait_event: string; query: string }>(
    `select pid, state, wait_event, query from pg_stat_activity
     where application_name = $1 and datname = current_database()`,
    [applicationName],
  )
  return rows[0] ?? null
}

async function untilGone(database: PostgresDatabase): Promise<void> {
  while ((await sessionOf(database)) !== null) await wait(5)
}

async function untilActive(database: PostgresDatabase, query: string): Promise<void> {
  for (;;) {
    const session = await sessionOf(database)
    if (session?.state === 'active' && session.query.includes(query)) return
    await wait(5)
  }
}

test('connection-lost: a session ended under its statement hears 57P01, and nothing of its transaction is kept', async () => {
  const { database, client, tx } = await beginOverWire()
  const running = told(ask(tx, 'select pg_sleep(60)'))
  await untilActive(database, 'pg_sleep')
  await database.terminate('client')
  expect(await running).toBe(terminated)
  // The driver has heard the farewell, and only then the end of the connection.
  expect(await told(ask(tx, 'select 1'))).toMatch(/^08006 /)
  expect(await told(tx.commit())).toMatch(/^08006 /)
  expect(await countEffects(database, 'order-1')).toEqual({})
  expect(await ask(client, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('connection-lost: a wire cut under a statement is 08006, the next statement too, and nothing of the transaction is kept', async () => {
  const { database, proxy, client, tx } = await beginOverWire()
  const lock = await database.observer.connect()
  await lock.query('select pg_advisory_lock(1)')
  const running = told(ask(tx, 'select pg_advisory_lock(1)'))
  await untilActive(database, 'advisory')
  proxy.cut()
  expect(await running).toBe(broken)
  expect(await told(ask(tx, 'select 1'))).toBe(deadConnection)
  // The server goes on with the statement, and finds nobody to answer.
  expect((await sessionOf(database))?.state).toBe('active')
  await lock.query('select pg_advisory_unlock(1)')
  lock.release()
  await untilGone(database)
  await tx.rollback()
  expect(await countEffects(database, 'order-1')).toEqual({})
  expect(await ask(client, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('connection-lost: a wire cut between two statements is 08006 at the next one, a commit among them', async () => {
  const { database, proxy, tx, ended } = await beginOverWire()
  proxy.cut()
  await untilGone(database)
  await ended
  expect(await told(tx.commit())).toBe(deadConnection)
  expect(await countEffects(database, 'order-1')).toEqual({})
})

test('ack-lost: a commit whose answer is cut off is 08006, as if it had not been, and its rows are there', async () => {
  const { database, proxy, tx } = await beginOverWire()
  const lost = proxy.loseCommitAnswer()
  expect(await told(tx.commit())).toBe(broken)
  await lost
  expect(await countEffects(database, 'order-1')).toEqual({ reserve: 1 })
})

test('E10: ack-lost: the engine finds the checkpoint of the commit it did not hear of, and runs nothing again', async () => {
  const database = await server().createDatabase(effectTableSql)
  const proxy = await startProxy(server().port)
  proxies.push(proxy)
  let runs = 0
  let lost: Promise<void> = Promise.resolve()
  const reserving = workflow('reserving', (ctx) =>
    ctx.transaction('reserve', async (tx) => {
      runs += 1
      await leaveEffect(tx, ctx.workflowId, 'reserve')
      if (runs === 1) lost = proxy.loseCommitAnswer()
      return runs
    }),
  )
  const executor = createTestExecutor(database, {
    id: 'A',
    workflows: [reserving],
    leaseMs: 20_000,
    port: proxy.port,
  })
  const handle = await executor.engine.start(reserving, 'order-1', null)
  expect(await handle.result()).toBe(1)
  await lost
  expect(runs).toBe(1)
  expect(retriesOf(executor)).toEqual([`DatabaseError: ${broken.slice(6)}`])
  expect(await countEffects(database, 'order-1')).toEqual({ reserve: 1 })
  expect(await recordedFailures(database)).toBe(0)
  await executor.crash()
})

/**
 * Kills it as the kernel does when memory is out. The server ends all sessions then, and recovers by itself.
 * @returns resolves when it has
 */
async function killSession(database: PostgresDatabase): Promise<void> {
  const victim = await sessionOf(database)
  if (victim === null) throw new Error('There is no session to kill.')
  const witness = await database.observer.connect()
  const ending = new Promise<void>((resolve) => witness.once('end', resolve))
  witness.on('error', () => undefined)
  process.kill(victim.pid, 'SIGKILL')
  await ending
  witness.release(true)
  const next = createPgDatabase(database.createPool({ max: 1 }))
  while ((await told(ask(next, 'select 1'))) !== 'nothing') await wait(20)
}

test('ack-lost: a server process killed at a commit that it has not written is 08006, and the rows are not there', async () => {
  const { database, tx } = await beginOverWire()
  await database.observer.query(`
    create function linger() returns trigger language plpgsql as
      $$ begin perform pg_sleep(60); return null; end $$;
    create table slow (id int);
    create constraint trigger linger after insert on slow deferrable initially deferred
      for each row execute function linger();`)
  await ask(tx, 'insert into slow values (1)')
  const committing = told(tx.commit())
  await untilActive(database, 'commit')
  await killSession(database)
  expect(await committing).toBe(broken)
  expect(await countEffects(database, 'order-1')).toEqual({})
})

test('ack-lost: a server process killed at a commit that it has written is 08006 too, and the rows are there', async () => {
  const { database, client, tx } = await beginOverWire()
  await tx.commit()
  // A commit that is written then waits for a second server, which there is not.
  await database.observer.query(`alter system set synchronous_standby_names = 'nobody'`)
  await database.observer.query('select pg_reload_conf()')
  let commits = 1
  let heard = 'nothing'
  while (heard === 'nothing') {
    const next = await client.begin({ label: 'reserve' })
    await leaveEffect(next, 'order-1', 'reserve')
    commits += 1
    const committing = told(next.commit())
    const isOver = committing.then(() => true)
    // Until the server has read its new setting, a commit does not wait.
    while (!(await Promise.race([isOver, wait(5).then(() => false)])))
      if ((await sessionOf(database))?.wait_event === 'SyncRep') await killSession(database)
    heard = await committing
  }
  expect(heard).toBe(broken)
  await database.observer.query('alter system reset synchronous_standby_names')
  await database.observer.query('select pg_reload_conf()')
  expect(await countEffects(database, 'order-1')).toEqual({ reserve: commits })
})
