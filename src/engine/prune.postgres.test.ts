/** L3 beside others: what another session holds, or has changed a moment ago, is left to the next call. */
import { expect, test } from 'vitest'
import { untilOneWaits } from './testing/locks.ts'
import { usePostgres, type PostgresDatabase } from './testing/postgres-server.ts'
import { createTestExecutor } from './testing/test-executor.ts'
import { workflow } from './workflow.ts'

const server = usePostgres()

const listen = workflow('listen', (ctx) => ctx.recv<string>('topic'))

/** Three workflows that ended a day ago; `boot` makes an executor with connections of its own. */
async function createOld() {
  const database = await server().createDatabase()
  await database.observer.query(`
    insert into engine.workflow (id, name, status, created_at, ended_at)
    select id, 'listen', 'succeeded', engine.now() - interval '2 days', engine.now() - interval '1 day'
    from unnest('{a,b,c}'::text[]) as id`)
  const boot = (id: string) =>
    createTestExecutor(database, {
      id,
      workflows: [listen],
      // To wait for a row would be an error.
      pg: { statementTimeoutMs: 5_000 },
      engine: { retryForMs: 0 },
    })
  return { database, boot }
}

async function storedIds({ observer }: PostgresDatabase): Promise<readonly unknown[]> {
  const { rows } = await observer.query<{ id: string }>('select id from engine.workflow order by id')
  return rows.map(({ id }) => id)
}

test('L3: a workflow whose row is locked is skipped, and not waited for', async () => {
  const { database, boot } = await createOld()
  const { engine, crash } = boot('A')
  const client = await database.observer.connect()
  await client.query('begin')
  await client.query(`select from engine.workflow where id = 'b' for no key update`)
  expect(await engine.prune({ endedForMs: 1_000, limit: 1 })).toBe(2)
  expect(await storedIds(database)).toEqual(['b'])
  await client.query('commit')
  client.release()
  expect(await engine.prune({ endedForMs: 1_000, limit: 1 })).toBe(1)
  await crash()
})

test.each([
  ['a message that comes', `engine.send`],
  ['a resume', `engine.resume`],
])('L3, E8: %s after the snapshot of the statement keeps the workflow', async (_, what) => {
  const { database, boot } = await createOld()
  const [pruner, other] = [boot('pruner'), boot('other')]
  await database.observer.query(`update engine.workflow set status = 'failed'`)
  // Holds the statement of the pruner between its snapshot and its first lock of a row.
  await database.observer.query(`
    create or replace function engine.now() returns timestamptz language plpgsql stable as $$
    begin
      if current_setting('application_name') = 'pruner' then perform pg_advisory_xact_lock_shared(1); end if;
      return clock_timestamp();
    end $$`)
  const client = await database.observer.connect()
  await client.query('select pg_advisory_lock(1)')
  const pruned = pruner.engine.prune({ endedForMs: 1_000 })
  await untilOneWaits(database)
  if (what === 'engine.send') await other.engine.send('b', 'topic', 'late')
  else await other.engine.resume('b')
  await client.query('select pg_advisory_unlock(1)')
  client.release()
  expect(await pruned).toBe(2)
  expect(await storedIds(database)).toEqual(['b'])
  const { rows } = await database.observer.query(`
    select m.workflow_id from engine.message m left join engine.workflow w on w.id = m.workflow_id where w.id is null`)
  expect(rows).toEqual([])
  await pruner.crash()
  await other.crash()
})

test('L3: two that prune at once delete each workflow once', async () => {
  const { database, boot } = await createOld()
  await database.observer.query(`
    insert into engine.workflow (id, name, status, created_at, ended_at)
    select 'more-' || number, 'listen', 'failed', engine.now(), engine.now() - interval '1 day'
    from generate_series(1, 500) as number`)
  const executors = [boot('A'), boot('B'), boot('C')]
  const pruned = await Promise.all(
    executors.map(({ engine }) => engine.prune({ endedForMs: 1_000, limit: 20 })),
  )
  expect(pruned.reduce((sum, count) => sum + count)).toBe(503)
  expect(await storedIds(database)).toEqual([])
  for (const { crash } of executors) await crash()
})
