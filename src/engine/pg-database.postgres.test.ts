import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { DatabaseError, type Database, type Row } from './environment.ts'
import { createPgDatabase } from './pg-database.ts'
import { startProxy } from './testing/proxy.ts'
import { untilNextEnded, usePostgres } from './testing/postgres-server.ts'

const server = usePostgres()

/** The driver gives each of its warnings once per process: a query in a connection that is busy with another is one. */
const warnings: string[] = []
process.on('warning', (warning) => warnings.push(warning.message))
afterAll(async () => {
  // A warning is emitted one tick after its cause.
  await turn()
  if (warnings.length > 0) throw new Error(`The driver warned: ${warnings.join('\n')}`)
})

const ask = (
  database: Pick<Database, 'query'>,
  text: string,
  ...values: unknown[]
): Promise<readonly Row[]> => database.query({ label: 'ask', text, values })

/** @returns the SQLSTATE that it fails with */
async function sqlStateOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    if (error instanceof DatabaseError) return error.sqlState
    throw error
  }
  return 'none'
}

const pidOf = async (database: Pick<Database, 'query'>): Promise<number> =>
  Number((await ask(database, 'select pg_backend_pid() as pid'))[0]?.['pid'])

test('E6: each connection gives up before the lease does', async () => {
  const { createPool } = await server().createDatabase()
  const database = createPgDatabase(createPool({ max: 2 }), { leaseMs: 1_000, statementTimeoutMs: 200 })
  const read = `select current_setting('idle_in_transaction_session_timeout') as idle,
    current_setting('statement_timeout') as statement, current_setting('tcp_user_timeout') as network`
  const tx = await database.begin({ label: 'a' })
  const expected = [{ idle: '500ms', statement: '200ms', network: '500' }]
  expect(await ask(tx, read)).toEqual(expected)
  expect(await ask(database, read)).toEqual(expected)
  await tx.rollback()
})

test('E6: the server ends a session that idles in a transaction, and the next call says so', async () => {
  const { createPool, observer } = await server().createDatabase('create table effect (id int)')
  const database = createPgDatabase(createPool({ max: 1 }))
  const tx = await database.begin({ label: 'a' })
  await ask(tx, 'insert into effect values (1)')
  const pid = await pidOf(tx)
  // It counts from the end of this statement; a short one from the beginning could end a slow test's own statements.
  await ask(tx, `set local idle_in_transaction_session_timeout = '20ms'`)
  const isThere = async () =>
    (await observer.query('select from pg_stat_activity where pid = $1', [pid])).rowCount === 1
  while (await isThere()) await wait(10)
  // Whether the driver has read the server's farewell by then is chance.
  expect(await sqlStateOf(tx.commit())).toMatch(/^(25P03|08006)$/)
  // The pool has one connection: it is another one.
  expect(await ask(database, 'select count(*)::int as count from effect')).toEqual([{ count: 0 }])
  expect(await pidOf(database)).not.toBe(pid)
})

test('D1: a statement of the engine is prepared once per text and connection, under a name that says what it is', async () => {
  const { createPool } = await server().createDatabase()
  const database = createPgDatabase(createPool({ max: 1 }))
  const twice = { label: `über ${'x'.repeat(80)}`, text: 'select $1::int as n', isPrepared: true }
  await database.query({ ...twice, values: [1] })
  await database.query({ ...twice, values: [2] })
  await database.query({ ...twice, text: 'select $1::text as n', values: ['3'] })
  const prepared = await database.query({
    label: 'read',
    text: `select name, generic_plans + custom_plans as runs from pg_prepared_statements where statement like 'select $1%'
      order by name`,
    values: [],
  })
  expect(prepared.map(({ runs }) => Number(runs))).toEqual([2, 1])
  expect(String(prepared[0]?.['name'])).toMatch(/^0 \?ber x+$/)
})

test('D1: an application may read all columns of a table that another column is added to, in each connection', async () => {
  const { createPool, observer } = await server().createDatabase('create table effect (id int)')
  const database = createPgDatabase(createPool({ max: 1 }))
  const read = async () => {
    const tx = await database.begin({ label: 'read' })
    const rows = await ask(tx, 'select * from effect')
    await tx.commit()
    return rows
  }
  await observer.query('insert into effect values (1)')
  expect(await read()).toEqual([{ id: 1 }])
  await observer.query('alter table effect add column name text')
  expect(await read()).toEqual([{ id: 1, name: null }])
  expect(await ask(database, 'select * from effect')).toEqual([{ id: 1, name: null }])
})

test('D1: a value that the driver cannot send spoils neither its text nor its connection', async () => {
  const { createPool } = await server().createDatabase()
  const database = createPgDatabase(createPool({ max: 1 }))
  const circular: Record<string, unknown> = {}
  circular['self'] = circular
  const text = 'select $1::text as value'
  const pid = await pidOf(database)
  for (const turn of [1, 2]) {
    await expect(ask(database, text, circular)).rejects.toThrow(TypeError)
    expect(await ask(database, text, `${turn}`)).toEqual([{ value: `${turn}` }])
  }
  expect(await pidOf(database)).toBe(pid)
})

test('D3: a connection that has gone silent is given up, and another is made', async () => {
  const { createPool } = await server().createDatabase()
  const proxy = await startProxy(server().port)
  const database = createPgDatabase(createPool({ max: 1, port: proxy.port }), { leaseMs: 400 })
  await ask(database, 'select 1')
  proxy.silence()
  expect(await sqlStateOf(ask(database, 'select 1'))).toBe('08006')
  expect(await ask(database, 'select 1 as one')).toEqual([{ one: 1 }])
  await proxy.close()
})

test('an error of the server keeps its SQLSTATE and its connection', async () => {
  const { createPool } = await server().createDatabase('create table effect (id int primary key)')
  const database = createPgDatabase(createPool({ max: 1 }))
  const pid = await pidOf(database)
  await ask(database, 'insert into effect values (1)')
  expect(await sqlStateOf(ask(database, 'insert into effect values (1)'))).toBe('23505')
  expect(await sqlStateOf(ask(database, 'select nothing'))).toBe('42703')
  expect(await pidOf(database)).toBe(pid)
})

test('a commit of a transaction that has failed is no commit', async () => {
  const { createPool } = await server().createDatabase('create table effect (id int)')
  const database = createPgDatabase(createPool({ max: 1 }))
  const tx = await database.begin({ label: 'a' })
  await ask(tx, 'insert into effect values (1)')
  expect(await sqlStateOf(ask(tx, 'select nothing'))).toBe('42703')
  expect(await sqlStateOf(tx.commit())).toBe('25P02')
  expect(await ask(database, 'select count(*)::int as count from effect')).toEqual([{ count: 0 }])
  expect(await sqlStateOf(ask(tx, 'select 1'))).toBe('25000')
})

test('a session that is ended under a statement is 57P01, one that is gone is class 08, and neither is used again', async () => {
  const { createPool, observer, terminate } = await server().createDatabase()
  const pool = createPool({ max: 1, applicationName: 'victim' })
  const database = createPgDatabase(pool)
  const running = sqlStateOf(ask(database, 'select pg_sleep(10)'))
  const isRunning = async () =>
    (
      await observer.query(`select from pg_stat_activity where query like '%sleep(10)' and state = 'active'
      and application_name = 'victim'`)
    ).rowCount === 1
  while (!(await isRunning())) await wait(5)
  await terminate('victim')
  expect(await running).toBe('57P01')
  const ended = untilNextEnded(pool)
  const tx = await database.begin({ label: 'a' })
  await terminate('victim')
  await ended
  expect(await sqlStateOf(ask(tx, 'select 1'))).toMatch(/^08/)
  await tx.rollback()
  expect(await ask(database, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a server that is not there is class 08, until it is there again', async () => {
  const database = createPgDatabase((await server().createDatabase()).createPool())
  await ask(database, 'select 1')
  await server().stopAtOnce()
  expect(await sqlStateOf(ask(database, 'select 1'))).toMatch(/^(08|57P)/)
  expect(await sqlStateOf(database.begin({ label: 'a' }))).toMatch(/^08/)
  await server().start()
  expect(await ask(database, 'select 1 as one')).toEqual([{ one: 1 }])
})
