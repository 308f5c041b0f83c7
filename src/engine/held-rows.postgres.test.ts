/**
 * E10: somebody else holds a workflow's row for longer than the server lets a statement run. That delays the engine's
 * own statements, and is the outcome of none.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { countEffects, effectTableSql, leaveEffect } from './testing/everything.ts'
import { usePostgres, type PostgresDatabase } from './testing/postgres-server.ts'
import { createTestExecutor, type TestExecutor } from './testing/test-executor.ts'
import { workflow } from './workflow.ts'

const server = usePostgres()

const executors: TestExecutor[] = []
afterEach(async () => {
  for (const executor of executors.splice(0)) await executor.crash()
})

/** Holds all rows as an administrator's transaction may. @returns what lets go of them when a statement has given up */
async function holdRows(database: PostgresDatabase): Promise<() => Promise<void>> {
  const client: pg.PoolClient = await database.observer.connect()
  await client.query('begin')
  await client.query('select from engine.workflow for update')
  const statistics = `select count(*)::int as waits from pg_stat_activity
    where wait_event_type = 'Lock' and application_name = 'A'`
  return async () => {
    // First it must be seen to wait, then to have given up.
    for (const waits of [1, 0]) {
      const count = async () => (await database.observer.query<{ waits: number }>(statistics)).rows[0]?.waits
      while (((await count()) ?? 0) > 0 !== waits > 0) await wait(5)
    }
    await client.query('commit')
    client.release()
  }
}

async function createExecutor(workflows: Parameters<typeof createTestExecutor>[1]['workflows']) {
  const database = await server().createDatabase(effectTableSql)
  const executor = createTestExecutor(database, {
    id: 'A',
    workflows,
    leaseMs: 20_000,
    pg: { statementTimeoutMs: 100 },
  })
  executors.push(executor)
  return { database, executor }
}

test('E10: a send waits for the row, and is tried again', async () => {
  const waiting = workflow('waiting', (ctx) => ctx.recv<string>('payment'))
  const { database, executor } = await createExecutor([waiting])
  executor.run()
  await executor.engine.enqueue(waiting, 'order-1', null, { delayMs: 3_600_000 })
  const letGo = await holdRows(database)
  const sent = executor.engine.send('order-1', 'payment', 'paid')
  await letGo()
  expect(await sent).toEqual({ isNew: true })
})

test('E10: the checkpoint of a step, and the end of a workflow, wait for the row', async () => {
  let letGo: () => Promise<void> = () => Promise.resolve()
  const calling = workflow('calling', (ctx) =>
    ctx.step('call', async () => {
      letGo = await holdRows(database)
      return 'answer'
    }),
  )
  const { database, executor } = await createExecutor([calling])
  const handle = await executor.engine.start(calling, 'order-1', null)
  while ((await database.observer.query(`select from pg_locks where not granted`)).rowCount === 0)
    await wait(5)
  await letGo()
  expect(await handle.result()).toBe('answer')
})

test('E10: a transaction whose checkpoint gave up waiting is run again, and its effect is there once', async () => {
  let letGo: Promise<void> | null = null
  const reserving = workflow('reserving', (ctx) =>
    ctx.transaction('reserve', async (tx) => {
      letGo ??= (await holdRows(database))()
      await leaveEffect(tx, ctx.workflowId, 'reserve')
      return 'done'
    }),
  )
  const { database, executor } = await createExecutor([reserving])
  const handle = await executor.engine.start(reserving, 'order-1', null)
  expect(await handle.result()).toBe('done')
  expect(await countEffects(database, 'order-1')).toEqual({ reserve: 1 })
  expect(executor.observations.some(({ kind }) => kind === 'step-retried')).toBe(true)
})

test('E10: a statement of the application that takes too long is its own failure, and is recorded', async () => {
  const slow = workflow('slow', async (ctx) => {
    const think = ctx.transaction('think', (tx) =>
      tx.query({ label: 'think', text: 'select pg_sleep(20)', values: [] }),
    )
    return think.then(
      () => 'done',
      (error: unknown) => String(error),
    )
  })
  const { executor } = await createExecutor([slow])
  const handle = await executor.engine.start(slow, 'order-1', null)
  expect(await handle.result()).toContain('statement timeout')
})
