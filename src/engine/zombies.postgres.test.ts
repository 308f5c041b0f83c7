/** E5, E6: an executor that stands still while its connections live, and what it can do when it goes on. */
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { checkZombies } from './testing/checks.ts'
import { countEffects, effectTableSql, everythingCalls, leaveEffect } from './testing/everything.ts'
import { freezeAt, type Freeze } from './testing/faults.ts'
import { usePostgres, type PostgresDatabase } from './testing/postgres-server.ts'
import { createTestExecutor } from './testing/test-executor.ts'
import { workflow } from './workflow.ts'

const server = usePostgres()

test.each(['before', 'after'] as const)(
  'E5: frozen %s each of its calls in turn, an executor writes nothing once another has taken over',
  async (when) => {
    const database = await server().createDatabase(effectTableSql)
    const hits = await checkZombies(database, when)
    expect(hits).toEqual(expect.arrayContaining([...everythingCalls]))
  },
  40_000,
)

/** Calls: 0 start, 1 begin, 2 the effect, 3 checkpoint, 4 commit. */
const reserve = workflow('reserve', (ctx) =>
  ctx.transaction('reserve', (tx) => leaveEffect(tx, ctx.workflowId, 'reserve')),
)

/** How the workflow stands, and A's session with it, as one statement sees both. */
async function look(database: PostgresDatabase) {
  const { rows } = await database.observer.query<{ epoch: number; is_due: boolean; is_open: boolean }>(
    `select epoch, coalesce(due_at <= clock_timestamp(), false) as is_due,
      exists (select from pg_stat_activity where application_name = 'A' and state = 'idle in transaction') as is_open
    from engine.workflow`,
  )
  return rows[0] ?? { epoch: 0, is_due: false, is_open: false }
}

/** A freezes, its connection being told to wait `idleMs` for it; B looks for work with leases of 200 ms. */
function createPair(database: PostgresDatabase, freeze: Freeze, idleMs: number) {
  const common = { workflows: [reserve], leaseMs: 200 }
  const a = createTestExecutor(database, {
    ...common,
    id: 'A',
    around: freeze.around,
    pg: { leaseMs: idleMs * 2 },
  })
  const b = createTestExecutor(database, { ...common, id: 'B' })
  return { a, b }
}

test('E6: one that holds its row in an open transaction keeps all others out, until the server ends its session', async () => {
  const database = await server().createDatabase(effectTableSql)
  const freeze = freezeAt(4, 'before')
  const { a, b } = createPair(database, freeze, 1_200)
  await a.engine.start(reserve, 'order-1', null)
  await freeze.frozen
  expect(freeze.hit()?.label).toBe('commit:reserve')
  b.run()
  let timesKeptOut = 0
  for (;;) {
    const { epoch, is_due, is_open } = await look(database)
    if (epoch > 1) break
    if (is_due && is_open) timesKeptOut += 1
    await wait(10)
  }
  // It was due while the session stood, and was taken only when that had ended.
  expect(timesKeptOut).toBeGreaterThan(0)
  expect((await look(database)).is_open).toBe(false)
  await b.engine.result('order-1')
  freeze.thaw()
  await a.engine.stop()
  expect(await countEffects(database, 'order-1')).toEqual({ reserve: 1 })
  expect(a.observations).toContainEqual({ kind: 'fenced', workflowId: 'order-1', epoch: 1 })
  await Promise.all([a.crash(), b.crash()])
})

test('E5: one that has not locked its row keeps nobody out, and its checkpoint is refused', async () => {
  const database = await server().createDatabase(effectTableSql)
  const freeze = freezeAt(3, 'before')
  const { a, b } = createPair(database, freeze, 60_000)
  await a.engine.start(reserve, 'order-1', null)
  await freeze.frozen
  expect(freeze.hit()?.label).toBe('checkpoint:reserve')
  b.run()
  await b.engine.result('order-1')
  expect((await look(database)).is_open).toBe(true)
  freeze.thaw()
  await a.engine.stop()
  expect(await countEffects(database, 'order-1')).toEqual({ reserve: 1 })
  expect(a.observations).toContainEqual({ kind: 'fenced', workflowId: 'order-1', epoch: 1 })
  await Promise.all([a.crash(), b.crash()])
})

test('E5: one that thaws before its session is ended commits, by right, though its lease is over', async () => {
  const database = await server().createDatabase(effectTableSql)
  const freeze = freezeAt(4, 'before')
  const { a, b } = createPair(database, freeze, 60_000)
  const handle = await a.engine.start(reserve, 'order-1', null)
  await freeze.frozen
  b.run()
  while (!(await look(database)).is_due) await wait(10)
  freeze.thaw()
  await handle.result()
  expect(await countEffects(database, 'order-1')).toEqual({ reserve: 1 })
  await Promise.all([a.crash(), b.crash()])
})
