/**
 * Children, races and cancellations under way, while executors die or are stopped for longer than their leases last,
 * connections break or go silent, there is no room for messages, the server restarts and its clock goes an hour back:
 * nothing is lost, and nothing is there twice. Prints what was survived.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { effectTableSql } from './testing/everything.ts'
import { startExecutorChild } from './testing/executor-child.ts'
import { fillDisk, hasFullDevice } from './testing/full-disk.ts'
import { usePostgres } from './testing/postgres-server.ts'
import { startProxy, type Proxy } from './testing/proxy.ts'
import { createSeeded } from './testing/seeded.ts'
import { createTestExecutor, type TestExecutor } from './testing/test-executor.ts'
import { trip, tripCount, tripExecutor, tripWorkflows } from './testing/trips.ts'

const server = usePostgres()

const seed = 20_261_130

/** The clock that the test sets back and on again, in milliseconds. */
const clockSql = `
create sequence public.skew minvalue -10000000 start 0;
create or replace function engine.now() returns timestamptz language sql stable as $$
  select clock_timestamp() + last_value * interval '1 millisecond' from public.skew
$$;`

test('trips with legs end once, whatever breaks while they race and are cancelled', async () => {
  const database = await server().createDatabase(effectTableSql + clockSql)
  const random = createSeeded(seed)
  const proxies: Proxy[] = []
  const executors: TestExecutor[] = []
  const survived = {
    crashes: 0,
    freezes: 0,
    brokenConnections: 0,
    silences: 0,
    fullDisks: 0,
    restarts: 0,
    clockChanges: 0,
  }
  const stopped = startExecutorChild({ port: server().port, database: database.name, trips: true })
  await stopped.reached

  async function boot(): Promise<TestExecutor> {
    const proxy = await startProxy(server().port)
    proxies.push(proxy)
    const executor = createTestExecutor(database, {
      id: `executor-${proxies.length}`,
      workflows: tripWorkflows,
      port: proxy.port,
      ...tripExecutor,
    })
    executor.run()
    return executor
  }

  /** Whoever asked a server that died asks another. */
  async function ask<T>(of: (executor: TestExecutor) => Promise<T>): Promise<T> {
    for (;;) {
      const executor = executors[Math.floor(random() * executors.length)]
      if (!executor) throw new Error('There is no executor.')
      const told = await Promise.race([
        of(executor).then(
          (value) => ({ value }),
          () => null,
        ),
        executor.died.then(() => null),
      ])
      if (told) return told.value
      await wait(10)
    }
  }

  const setClock = (ms: number) => database.observer.query(`select setval('public.skew', $1::bigint)`, [ms])

  const faults: readonly (() => Promise<void>)[] = [
    async () => {
      const index = Math.floor(random() * executors.length)
      const victim = executors[index]
      executors[index] = await boot()
      await victim?.crash()
      survived.crashes += 1
    },
    async () => {
      const victim = executors[Math.floor(random() * executors.length)]
      survived.brokenConnections += victim ? await database.terminate(victim.id) : 0
    },
    async () => {
      proxies.at(-1 - Math.floor(random() * 3))?.silence()
      survived.silences += 1
    },
    async () => {
      await setClock(-3_600_000)
      await wait(100)
      await setClock(0)
      survived.clockChanges += 1
    },
  ]

  for (let count = 0; count < 3; count += 1) executors.push(await boot())
  const refusals: string[] = []
  const makeRoom = hasFullDevice ? await fillDisk(database, 'engine.message') : null
  const numbers = Array.from({ length: tripCount }, (_, number) => number)
  const started = Promise.all(
    numbers.map(async (number) => {
      const id = `trip-${number}`
      await ask(({ engine }) => engine.enqueue(trip, id, number))
      await wait(random() * 1_500)
      if (number % 3 === 0) await ask(({ engine }) => engine.cancel(id))
      if (number % 3 === 1)
        await ask(({ engine }) => engine.send(id, 'stop', null, { idempotencyKey: 'once' }))
      if (number % 3 === 2)
        await ask(({ engine }) => engine.send(`${id}/1`, 'go', null, { idempotencyKey: 'once' }))
    }),
  )
  // It has workflows in hand when it stops, and others have taken them when it goes on.
  await stopped.observe('claimed')
  stopped.signal('SIGSTOP')
  const wentOn = wait(2 * tripExecutor.leaseMs).then(() => stopped.signal('SIGCONT'))
  survived.freezes += 1
  for (let fault = 0; fault < 12; fault += 1) {
    await wait(60)
    if (fault === 6 && makeRoom) {
      const sent = database.observer.query(
        `insert into engine.message (workflow_id, key, number, topic, created_at) values ('none', '1', 1, 'go', now())`,
      )
      refusals.push(await sent.then(() => 'taken', String))
      await makeRoom()
      survived.fullDisks += 1
    }
    await faults[fault % faults.length]?.()
  }
  await server().stopFast()
  await server().start()
  survived.restarts += 1
  await started
  await wentOn
  const open = `select from engine.workflow where status not in ('succeeded', 'cancelled')`
  while (((await database.observer.query(open)).rowCount ?? 0) > 0) await wait(20)

  const { rows } = await database.observer.query<{
    name: string
    status: string
    effects: string
    count: number
  }>(
    `select name, status, effects, count(*)::int as count from (
       select name, status, coalesce((
         select string_agg(step, ' ' order by number) from effect where workflow_id = id), 'none') as effects
       from engine.workflow) ended
     group by name, status, effects order by name, status, effects`,
  )
  const allowed: Readonly<Record<string, readonly string[]>> = {
    'trip succeeded': ['booked closed'],
    'trip cancelled': ['booked undone', 'none'],
    'leg succeeded': ['left arrived'],
    'leg cancelled': ['left', 'none'],
  }
  for (const { name, status, effects } of rows)
    expect(allowed[`${name} ${status}`], `${name} ${status}`).toContain(effects)
  const trips = rows.filter(({ name }) => name === 'trip')
  expect(trips.reduce((sum, { count }) => sum + count, 0)).toBe(tripCount)
  for (const met of ['trip succeeded', 'trip cancelled', 'leg succeeded'])
    expect(rows.map(({ name, status }) => `${name} ${status}`)).toContain(met)
  // Each leg has told its trip once.
  const { rows: told } = await database.observer.query<{ legs: number; ends: number; recoveries: number }>(
    `select count(*) filter (where name = 'leg')::int as legs,
       (select count(*)::int from engine.message where topic like '#%') as ends,
       sum(epoch)::int - count(*)::int as recoveries
     from engine.workflow`,
  )
  expect(told[0]?.ends).toBe(told[0]?.legs)
  expect(survived.brokenConnections).toBeGreaterThan(0)
  const fenced = stopped.observations.filter(({ kind }) => kind === 'fenced').length
  console.log(JSON.stringify({ seed, ...survived, fenced, claims: told[0]?.recoveries, ends: rows }))
  expect(refusals.map((each) => each.includes('No space left on device'))).toEqual(
    hasFullDevice ? [true] : [],
  )
  for (const executor of executors) await executor.crash()
  await stopped.kill()
  for (const proxy of proxies) await proxy.close()
})
