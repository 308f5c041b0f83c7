/** Executors in processes of their own, which the operating system stops or kills. */
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { createClockedDatabase, type ClockedDatabase } from './testing/clock.ts'
import { countEffects, effectTableSql } from './testing/everything.ts'
import { startExecutorChild, type ExecutorChild } from './testing/executor-child.ts'
import { childName, reserve, type ExecutorOrders } from './testing/executor-process.ts'
import { recordedFailures } from './testing/failures.ts'
import { usePostgres, type PostgresDatabase } from './testing/postgres-server.ts'
import { createTestExecutor } from './testing/test-executor.ts'

const server = usePostgres()

const leaseMs = 30_000

const children: ExecutorChild[] = []
afterEach(async () => {
  for (const child of children.splice(0)) await child.kill()
})

/** A child that waits within its workflow. */
async function startChild(where: Pick<ExecutorOrders, 'at' | 'when' | 'idleInTransactionMs'>) {
  const database = await createClockedDatabase(server(), effectTableSql)
  const child = startExecutorChild({ port: server().port, database: database.name, leaseMs, ...where })
  children.push(child)
  await child.reached
  return { database, child }
}

/** When the child's lease is over, another executor, in this process, ends its workflow. @returns the epochs it claimed under */
async function endByOther(database: ClockedDatabase): Promise<readonly number[]> {
  await database.advance(leaseMs)
  const other = createTestExecutor(database, { id: 'other', workflows: [reserve], leaseMs })
  other.run()
  await other.engine.result('order-1')
  await other.crash()
  return other.observations.flatMap((each) => (each.kind === 'claimed' ? [each.epoch] : []))
}

/** Waits until the child has no transaction open. */
async function untilIdle({ observer }: PostgresDatabase): Promise<void> {
  const open = `select from pg_stat_activity where application_name = $1 and state <> 'idle'`
  while ((await observer.query(open, [childName])).rowCount !== 0) await wait(5)
}

async function expectOneEffect(database: PostgresDatabase): Promise<void> {
  expect(await countEffects(database, 'order-1')).toEqual({ reserve: 1 })
  expect(await recordedFailures(database)).toBe(0)
}

test('crash-before: a process killed before its commit has written nothing, and another runs the transaction', async () => {
  const { database, child } = await startChild({ at: 'commit:reserve', when: 'before' })
  await child.kill()
  expect(await countEffects(database, 'order-1')).toEqual({})
  expect(await endByOther(database)).toEqual([2])
  await expectOneEffect(database)
})

test('crash-after: a process killed after its commit has written all, and another takes its checkpoint', async () => {
  const { database, child } = await startChild({ at: 'commit:reserve', when: 'after' })
  await child.kill()
  await expectOneEffect(database)
  expect(await endByOther(database)).toEqual([2])
  await expectOneEffect(database)
})

test('freeze: a process stopped with a transaction open loses it to the time-out, and comes back as a zombie that changes nothing', async () => {
  // The server's own clock cannot be moved. If the child is slow, its session is ended earlier, and it comes here again.
  const idleInTransactionMs = 1_000
  const { database, child } = await startChild({ at: 'commit:reserve', when: 'before', idleInTransactionMs })
  child.signal('SIGSTOP')
  expect(await endByOther(database)).toEqual([2])
  await expectOneEffect(database)
  child.signal('SIGCONT')
  child.goOn()
  // The server's farewell, or the end of the connection, whichever the driver reads first.
  expect(await child.observe('step-retried')).toMatchObject({
    error: expect.stringMatching(
      /^DatabaseError: (terminating connection due to idle-in-transaction timeout|Client has encountered a connection error and is not queryable)$/,
    ) as unknown,
  })
  expect(await child.observe('fenced')).toEqual({ kind: 'fenced', workflowId: 'order-1', epoch: 1 })
  await expectOneEffect(database)
})

test('freeze: a process stopped before it locks its workflow comes back as a zombie, and its checkpoint is refused', async () => {
  const { database, child } = await startChild({ at: 'begin:reserve', when: 'before' })
  child.signal('SIGSTOP')
  expect(await endByOther(database)).toEqual([2])
  child.signal('SIGCONT')
  child.goOn()
  expect(await child.observe('fenced')).toEqual({ kind: 'fenced', workflowId: 'order-1', epoch: 1 })
  expect(child.observations.map(({ kind }) => kind)).not.toContain('step-retried')
  await untilIdle(database)
  await expectOneEffect(database)
})
