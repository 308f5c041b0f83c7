/**
 * E10: somebody else holds a workflow's row for longer than the server lets a statement run. That delays the engine's
 * own statements, and is the outcome of none.
 */
import type pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { DatabaseError } from './environment.ts'
import { countEffects, effectTableSql, leaveEffect } from './testing/everything.ts'
import { retriesOf } from './testing/failures.ts'
import { untilOneWaits } from './testing/locks.ts'
import { usePostgres, type PostgresDatabase } from './testing/postgres-server.ts'
import { createTestExecutor, type TestExecutor } from './testing/test-executor.ts'
import { workflow } from './workflow.ts'

const server = usePostgres()

const executors: TestExecutor[] = []
afterEach(async () => {
  for (const executor of executors.splice(0)) await executor.crash()
})

/** Holds all rows as an administrator's transaction may, until the time is over for a statement that waits for one. */
async function holdRows(database: PostgresDatabase): Promise<Hold> {
  const client: pg.PoolClient = await database.observer.connect()
  await client.query('begin')
  await client.query('select from engine.workflow for update')
  return {
    async endStatement() {
      await untilOneWaits(database)
      await database.observer.query(
        `select pg_cancel_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'A'`,
      )
    },
    async letGo() {
      await client.query('commit')
      client.release()
    },
  }
}

interface Hold {
  /**
   * Cancels the statement that waits for a row, as the server does at its time-out (57014). A short time-out would meet
   * the other statements of a slow test as well.
   */
  endStatement(): Promise<void>
  letGo(): Promise<void>
}

/** @returns `gaveUp` resolves with the label of the first statement that the server has cancelled */
async function createExecutor(
  workflows: Parameters<typeof createTestExecutor>[1]['workflows'],
  options: {
    readonly statementTimeoutMs?: number
    /** Runs before each call to the database. */
    readonly before?: (label: string) => Promise<void>
  } = {},
) {
  const { statementTimeoutMs, before } = options
  let tellGaveUp: (label: string) => void = () => undefined
  const gaveUp = new Promise<string>((resolve) => {
    tellGaveUp = resolve
  })
  const database = await server().createDatabase(effectTableSql)
  const executor = createTestExecutor(database, {
    id: 'A',
    workflows,
    around: async ({ label }, run) => {
      await before?.(label)
      try {
        return await run()
      } catch (error) {
        if (error instanceof DatabaseError && error.sqlState === '57014') tellGaveUp(label)
        throw error
      }
    },
    ...(statementTimeoutMs === undefined ? {} : { pg: { statementTimeoutMs } }),
  })
  executors.push(executor)
  return { database, executor, gaveUp }
}

test('E10: a send waits for the row, and is tried again', async () => {
  const waiting = workflow('waiting', (ctx) => ctx.recv<string>('payment'))
  const { database, executor, gaveUp } = await createExecutor([waiting])
  await executor.engine.enqueue(waiting, 'order-1', null, { delayMs: 3_600_000 })
  const hold = await holdRows(database)
  const sent = executor.engine.send('order-1', 'payment', 'paid')
  await hold.endStatement()
  expect(await gaveUp).toBe('send:payment')
  await hold.letGo()
  expect(await sent).toEqual({ isNew: true, hasEnded: false })
})

test.each(['checkpoint:call', 'finish:calling'])(
  'E10: %s waits for the row, and is tried again',
  async (label) => {
    const calling = workflow('calling', (ctx) => ctx.step('call', () => 'answer'))
    let hold: Hold | null = null
    const { database, executor, gaveUp } = await createExecutor([calling], {
      async before(called) {
        if (called === label) hold ??= await holdRows(database)
      },
    })
    const handle = await executor.engine.start(calling, 'order-1', null)
    await untilOneWaits(database)
    await hold!.endStatement()
    expect(await gaveUp).toBe(label)
    await hold!.letGo()
    expect(await handle.result()).toBe('answer')
  },
)

test('E10: a transaction whose checkpoint gave up waiting is run again, and its effect is there once', async () => {
  let runs = 0
  const reserving = workflow('reserving', (ctx) =>
    ctx.transaction('reserve', async (tx) => {
      runs += 1
      if (runs === 1) {
        const hold = await holdRows(database)
        void hold.endStatement()
        void gaveUp.then(() => hold.letGo())
      }
      await leaveEffect(tx, ctx.workflowId, 'reserve')
      return 'done'
    }),
  )
  const { database, executor, gaveUp } = await createExecutor([reserving])
  const handle = await executor.engine.start(reserving, 'order-1', null)
  expect(await handle.result()).toBe('done')
  expect(await gaveUp).toBe('checkpoint:reserve')
  expect(runs).toBe(2)
  expect(await countEffects(database, 'order-1')).toEqual({ reserve: 1 })
  expect(retriesOf(executor)).toHaveLength(1)
})

test('E10: a statement of the application that takes too long is its own failure, and is recorded', async () => {
  const slow = workflow('slow', async (ctx) => {
    const think = ctx.transaction('think', (tx) =>
      tx.query({ label: 'think', text: 'select pg_sleep(60)', values: [] }),
    )
    return think.then(
      () => 'done',
      (error: unknown) => String(error),
    )
  })
  const { executor } = await createExecutor([slow], { statementTimeoutMs: 200 })
  const handle = await executor.engine.start(slow, 'order-1', null)
  expect(await handle.result()).toContain('statement timeout')
})
