/** E5, E6: an executor that stands still while its connections live, and what it can do when it goes on. */
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { checkZombies } from './testing/checks.ts'
import { createClockedDatabase } from './testing/clock.ts'
import { countEffects, effectTableSql, everythingCalls, leaveEffect } from './testing/everything.ts'
import { freezeAt } from './testing/faults.ts'
import { usePostgres } from './testing/postgres-server.ts'
import { createTestExecutor } from './testing/test-executor.ts'
import { workflow } from './workflow.ts'

const server = usePostgres()

test.each(['before', 'after'] as const)(
  'E5: frozen %s each of its calls in turn, an executor writes nothing once another has taken over',
  async (when) => {
    const database = await createClockedDatabase(server(), effectTableSql)
    expect(await checkZombies(database, when)).toEqual(everythingCalls)
  },
)

const reserve = workflow('reserve', (ctx) =>
  ctx.transaction('reserve', (tx) => leaveEffect(tx, ctx.workflowId, 'reserve')),
)

const leaseMs = 30_000

/** A is frozen before this call of `reserve`, and its lease is over; B looks for work. */
async function freezeBefore(label: string) {
  const database = await createClockedDatabase(server(), effectTableSql)
  const freeze = freezeAt({ label, occurrence: 1 }, 'before')
  let looks = 0
  const common = { workflows: [reserve], leaseMs }
  const a = createTestExecutor(database, { ...common, id: 'A', around: freeze.around })
  const b = createTestExecutor(database, {
    ...common,
    id: 'B',
    around: async (call, run) => {
      const answer = await run()
      if (call.label === 'claim') looks += 1
      return answer
    },
  })
  const handle = await a.engine.start(reserve, 'order-1', null)
  await freeze.hit
  await database.advance(leaseMs)
  b.run()

  return {
    database,
    freeze,
    a,
    b,
    handle,
    /** Waits until B has looked, three times, and found nothing. */
    async untilKeptOut(): Promise<void> {
      for (const until = looks + 3; looks < until;) await wait(5)
      expect(b.observations).toEqual([])
    },
    /** Whether A's transaction is open. */
    async isOpen(): Promise<boolean> {
      const { rowCount } = await database.observer.query(
        `select from pg_stat_activity where application_name = 'A' and state = 'idle in transaction'
         and datname = current_database()`,
      )
      return rowCount === 1
    },
    async expectOneEffectAndEnd(): Promise<void> {
      expect(await countEffects(database, 'order-1')).toEqual({ reserve: 1 })
      await Promise.all([a.crash(), b.crash()])
    },
  }
}

test('E6: one that holds its row in an open transaction keeps all others out, until its session is ended', async () => {
  const { database, freeze, a, b, untilKeptOut, isOpen, expectOneEffectAndEnd } =
    await freezeBefore('commit:reserve')
  await untilKeptOut()
  expect(await isOpen()).toBe(true)
  // As the server's time-out for idle transactions does (see pg-database.postgres.test.ts).
  await database.terminate('A')
  await b.engine.result('order-1')
  freeze.thaw()
  await a.engine.stop()
  expect(a.observations).toContainEqual({ kind: 'fenced', workflowId: 'order-1', epoch: 1 })
  await expectOneEffectAndEnd()
})

test('E5: one that has not locked its row keeps nobody out, and its checkpoint is refused', async () => {
  const { freeze, a, b, isOpen, expectOneEffectAndEnd } = await freezeBefore('checkpoint:reserve')
  await b.engine.result('order-1')
  expect(await isOpen()).toBe(true)
  freeze.thaw()
  await a.engine.stop()
  expect(a.observations).toContainEqual({ kind: 'fenced', workflowId: 'order-1', epoch: 1 })
  await expectOneEffectAndEnd()
})

test('E5: one that thaws before its session is ended commits, by right, though its lease is over', async () => {
  const { freeze, handle, b, untilKeptOut, expectOneEffectAndEnd } = await freezeBefore('commit:reserve')
  await untilKeptOut()
  freeze.thaw()
  await handle.result()
  expect(await b.engine.status('order-1')).toBe('succeeded')
  await expectOneEffectAndEnd()
})
