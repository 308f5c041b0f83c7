/** Two transactions that are in each other's way: 40001 and 40P01, as the server gives them. */
import { expect, test } from 'vitest'
import type { OpenTransaction, Session } from './environment.ts'
import { createPgDatabase } from './pg-database.ts'
import { recordedFailures, retriesOf } from './testing/failures.ts'
import { untilOneWaits } from './testing/locks.ts'
import { usePostgres, type PostgresDatabase } from './testing/postgres-server.ts'
import { createTestExecutor } from './testing/test-executor.ts'
import { abortedTransaction, told } from './testing/told.ts'
import { workflow } from './workflow.ts'

const server = usePostgres()

const shopSql = `
create table inventory (sku text primary key, stock integer not null);
insert into inventory values ('mug', 9), ('cup', 9);`

const concurrentUpdate = '40001 could not serialize access due to concurrent update'
const dependencies = '40001 could not serialize access due to read/write dependencies among transactions'
const deadlock = '40P01 deadlock detected'

/** As the engine reports it. */
const asObserved = (line: string): string => `DatabaseError: ${line.slice(6)}`

const ask = (session: Session, text: string) => session.query({ label: 'ask', text, values: [] })

/** The shop's own statement. */
const take = (session: Session, sku: string) =>
  ask(session, `update inventory set stock = stock - 1 where sku = '${sku}' and stock >= 1 returning stock`)

async function stockOf(database: PostgresDatabase): Promise<Readonly<Record<string, number>>> {
  const { rows } = await database.observer.query<{ sku: string; stock: number }>('select * from inventory')
  return Object.fromEntries(rows.map(({ sku, stock }) => [sku, stock]))
}

/** Two transactions that have both read what there is. */
async function createPair(isolation: string) {
  const database = await server().createDatabase(shopSql)
  const onServer = createPgDatabase(database.createPool({ max: 2 }))
  const begin = async (): Promise<OpenTransaction> => {
    const tx = await onServer.begin({ label: isolation })
    await ask(tx, `set transaction isolation level ${isolation}`)
    await ask(tx, 'select sum(stock) from inventory')
    return tx
  }
  return { database, onServer, first: await begin(), second: await begin() }
}

test('serialization-failure: at read committed there is none: the second update waits, and takes the row as it is then', async () => {
  const { database, first, second } = await createPair('read committed')
  await take(first, 'mug')
  const taken = take(second, 'mug')
  await untilOneWaits(database)
  await first.commit()
  expect(await taken).toEqual([{ stock: 7 }])
  await second.commit()
  expect(await stockOf(database)).toEqual({ mug: 7, cup: 9 })
})

test('serialization-failure: at repeatable read and serializable the second update is 40001, its transaction is lost, its connection is not', async () => {
  for (const isolation of ['repeatable read', 'serializable']) {
    const { database, onServer, first, second } = await createPair(isolation)
    await take(second, 'cup')
    await take(first, 'mug')
    const taken = told(take(second, 'mug'))
    await untilOneWaits(database)
    await first.commit()
    expect(await taken).toBe(concurrentUpdate)
    expect(await told(take(second, 'mug'))).toBe(abortedTransaction)
    expect(await told(second.commit())).toMatch(/^25P02/)
    expect(await stockOf(database)).toEqual({ mug: 8, cup: 9 })
    expect(await ask(onServer, 'select 1 as one')).toEqual([{ one: 1 }])
  }
})

test('serialization-failure: at serializable the commit itself can be 40001, and then it is none', async () => {
  const { database, first, second } = await createPair('serializable')
  await take(first, 'mug')
  await take(second, 'cup')
  await first.commit()
  expect(await told(second.commit())).toBe(dependencies)
  expect(await stockOf(database)).toEqual({ mug: 8, cup: 9 })
})

/** Resolves for both callers once both have called. */
function createMeeting(): () => Promise<void> {
  let arrived = 0
  let open: () => void = () => undefined
  const both = new Promise<void>((resolve) => {
    open = resolve
  })
  return () => {
    arrived += 1
    if (arrived >= 2) open()
    return both
  }
}

/**
 * Two workflows with one transaction each, which meet within it.
 * @returns what is left, and what the engine was told
 */
async function runTwoOrders(
  reserve: (tx: Session, id: string, meet: () => Promise<void>) => Promise<unknown>,
) {
  const database = await server().createDatabase(shopSql)
  const meet = createMeeting()
  const reserving = workflow('reserving', (ctx) =>
    ctx.transaction('reserve', async (tx) => {
      await reserve(tx, ctx.workflowId, meet)
      return 'reserved'
    }),
  )
  const executor = createTestExecutor(database, { id: 'A', workflows: [reserving], leaseMs: 20_000 })
  const handles = await Promise.all(
    ['order-1', 'order-2'].map((id) => executor.engine.start(reserving, id, null)),
  )
  expect(await Promise.all(handles.map((handle) => handle.result()))).toEqual(['reserved', 'reserved'])
  expect(await recordedFailures(database)).toBe(0)
  await executor.crash()
  return { stock: await stockOf(database), retries: retriesOf(executor) }
}

test('E10: serialization-failure: the engine runs the transaction again, and records no failure', async () => {
  const outcome = await runTwoOrders(async (tx, _id, meet) => {
    await ask(tx, 'set transaction isolation level repeatable read')
    await ask(tx, 'select sum(stock) from inventory')
    await meet()
    await take(tx, 'mug')
  })
  expect(outcome.stock).toEqual({ mug: 7, cup: 9 })
  expect(outcome.retries).toEqual([asObserved(concurrentUpdate)])
})

test('deadlock: of two orders that take two articles in opposite order, one is 40P01 and the other commits', async () => {
  const { database, onServer, first, second } = await createPair('read committed')
  await take(first, 'mug')
  await take(second, 'cup')
  const both = [take(first, 'cup'), take(second, 'mug')].map(told)
  const heard = await Promise.all([
    both[0]?.then(async (one) => ({ one, next: await told(ask(first, 'select 1')) })),
    both[1]?.then(async (one) => ({ one, next: await told(ask(second, 'select 1')) })),
  ])
  expect(heard).toEqual(
    expect.arrayContaining([
      { one: deadlock, next: abortedTransaction },
      { one: 'nothing', next: 'nothing' },
    ]),
  )
  const commits = await Promise.all([told(first.commit()), told(second.commit())])
  expect(commits.toSorted()[0]).toMatch(/^25P02/)
  expect(commits.toSorted()[1]).toBe('nothing')
  expect(await stockOf(database)).toEqual({ mug: 8, cup: 8 })
  expect(await ask(onServer, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('E10: deadlock: the engine runs the victim again, and each order takes each article once', async () => {
  const outcome = await runTwoOrders(async (tx, id, meet) => {
    const articles = id === 'order-1' ? (['mug', 'cup'] as const) : (['cup', 'mug'] as const)
    await take(tx, articles[0])
    await meet()
    await take(tx, articles[1])
  })
  expect(outcome.stock).toEqual({ mug: 7, cup: 7 })
  expect(outcome.retries).toContain(asObserved(deadlock))
})

test('E10: deadlock: an operator holds the workflow and wants the article, the engine the other way round', async () => {
  const database = await server().createDatabase(shopSql)
  const operator = await createPgDatabase(database.createPool({ max: 1 })).begin({ label: 'operator' })
  // The engine's session is to find it, so that it is the victim.
  await ask(operator, `set local deadlock_timeout = '20s'`)
  let operating: Promise<void> = Promise.resolve()
  let isFirst = true
  const reserving = workflow('reserving', (ctx) =>
    ctx.transaction('reserve', async (tx) => {
      await take(tx, 'mug')
      if (isFirst) {
        isFirst = false
        await ask(operator, 'select from engine.workflow for update')
        operating = take(operator, 'mug').then(() => operator.commit())
        await untilOneWaits(database)
      }
      return 'reserved'
    }),
  )
  const executor = createTestExecutor(database, { id: 'A', workflows: [reserving], leaseMs: 20_000 })
  const handle = await executor.engine.start(reserving, 'order-1', null)
  expect(await handle.result()).toBe('reserved')
  await operating
  expect(retriesOf(executor)).toEqual([asObserved(deadlock)])
  expect(await stockOf(database)).toEqual({ mug: 7, cup: 9 })
  expect(await recordedFailures(database)).toBe(0)
  await executor.crash()
})
