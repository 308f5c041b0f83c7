import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askReadOnly, mostRows, type Answer, type Asked, type Refusal } from './read-only-query.ts'
import { openTestDatabase } from './testing/open-database.ts'
import { PostgresCrash } from './wire.ts'

let database: PGlite
beforeAll(async () => {
  database = await openTestDatabase()
  await database.exec(`
    create table mugs (id integer primary key, colour text);
    create sequence numbers;
    insert into mugs values (1, 'red'), (2, 'blue')`)
})
afterAll(() => database.close())

const ask = (sql: string): Asked => askReadOnly(database, sql)

function rowsOf(sql: string): Answer & { kind: 'rows' } {
  const { answer } = ask(sql)
  if (answer.kind !== 'rows') throw new Error(`${sql}: ${JSON.stringify(answer)}`)
  return answer
}

function refusalOf(sql: string): Refusal {
  const { answer } = ask(sql)
  if (answer.kind !== 'refused') throw new Error(`${sql}: ${JSON.stringify(answer)}`)
  return answer
}

describe('an answer', () => {
  test('has columns, rows as Postgres writes them, and null as null', () => {
    const { answer, isInDoubt } = ask(
      `select 7 as n, null as nothing, '' as empty, '{"a":[1]}'::jsonb as j, true`,
    )
    expect(answer).toEqual({
      kind: 'rows',
      columns: [
        { name: 'n', kind: 'number' },
        { name: 'nothing', kind: 'text' },
        { name: 'empty', kind: 'text' },
        { name: 'j', kind: 'json' },
        { name: '?column?', kind: 'text' },
      ],
      rows: [['7', null, '', '{"a": [1]}', 't']],
      hasMore: false,
      notices: [],
    })
    expect(isInDoubt).toBe(false)
  })

  test('two columns of one name keep their values', () => {
    expect(rowsOf('select 1 as a, 2 as a').rows).toEqual([['1', '2']])
  })

  test.each(['', '   ', '-- a comment', '/* nothing */ ;'])(
    'nothing asked, nothing answered: “%s”',
    (sql) => {
      expect(ask(sql)).toEqual({ answer: { kind: 'nothing' }, isInDoubt: false })
    },
  )

  test('what Postgres refuses comes in its words, with place and hint', () => {
    expect(ask('selec 1').answer).toMatchObject({
      kind: 'refused',
      message: 'syntax error at or near "selec"',
      position: 1,
    })
    expect(ask('select color from mugs').answer).toMatchObject({
      sqlState: '42703',
      position: 8,
      hint: 'Perhaps you meant to reference the column "mugs.colour".',
    })
    expect(ask('select 1 / 0').answer).toMatchObject({ message: 'division by zero' })
    expect(rowsOf('select 1 as one').rows).toEqual([['1']])
  })

  test('tells what Postgres notices', () => {
    expect(ask(`do $$ begin raise notice 'heard'; end $$`).answer).toEqual({
      kind: 'done',
      command: 'DO',
      notices: ['heard'],
    })
  })
})

describe('R4: an answer has an end', () => {
  test.each([mostRows - 1, mostRows, mostRows + 1])('%i rows', (count) => {
    const { rows, hasMore } = rowsOf(`select generate_series(1, ${count})`)
    expect(rows.length).toBe(Math.min(count, mostRows))
    expect(hasMore).toBe(count > mostRows)
  })

  test.each([
    'select generate_series(1, 1000000000)',
    'with recursive n(i) as (select 1 union all select i + 1 from n) select * from n',
  ])('of what has none: %s', (sql) => {
    expect(rowsOf(sql)).toMatchObject({ hasMore: true, rows: { length: mostRows } })
  })

  test('of long values, and of many of them', () => {
    expect(rowsOf(`select repeat('x', 50000000)`).rows[0]?.[0]).toMatch(
      /^x{2000}… Only the first 2,000 of 50,000,000 characters are shown\.$/,
    )
    expect(rowsOf(`select repeat('x', 2000)`).rows[0]?.[0]).toMatch(/^x{2000}$/)
    const wide = [1, 2, 3, 4].map(() => `repeat('x', 2000)`).join(', ')
    const { rows, hasMore } = rowsOf(`select ${wide} from generate_series(1, 499)`)
    expect(hasMore).toBe(true)
    expect(rows.length).toBe(250)
  })

  test('of what Postgres says about a long value', () => {
    expect(refusalOf(`select repeat('x', 500000)::integer`).message).toMatch(
      /^invalid input syntax for type integer: "x+… Only the first 2,000 of 500,\d\d\d characters are shown\.$/,
    )
  })

  test('of what Postgres puts aside', () => {
    expect(
      refusalOf('select count(*) from (select * from generate_series(1, 100000000) order by 1) n').message,
    ).toContain('temporary file size exceeds')
  })
})

/** All that a question could have changed in the database and the session. */
async function state(): Promise<unknown> {
  const { rows } = await database.query(`
    select (select json_agg(m order by id) from mugs m) as mugs, n.last_value, n.is_called,
      current_setting('default_transaction_read_only') as read_only, current_user as who,
      (select count(*) from pg_class where relnamespace = 'public'::regnamespace)::integer as relations
    from numbers n`)
  return rows
}

const untouched = [
  {
    mugs: [
      { id: 1, colour: 'red' },
      { id: 2, colour: 'blue' },
    ],
    last_value: 1,
    is_called: false,
    read_only: 'off',
    who: 'postgres',
    relations: 3,
  },
]

describe('R1, R2: nothing is changed', () => {
  test.each([
    ['delete from mugs', 'cannot execute DELETE in a read-only transaction'],
    [`update mugs set colour = 'green' returning *`, 'cannot execute UPDATE'],
    [`insert into mugs values (3, 'green')`, 'cannot execute INSERT'],
    ['with gone as (delete from mugs returning *) select * from gone', 'read-only transaction'],
    ['explain analyze delete from mugs', 'cannot execute DELETE'],
    ['truncate mugs', 'cannot execute TRUNCATE TABLE'],
    ['drop table mugs', 'cannot execute DROP TABLE'],
    ['create table more (id integer)', 'cannot execute CREATE TABLE'],
    ['create temp table more (id integer)', 'cannot execute CREATE TABLE'],
    ['select * into more from mugs', 'read-only transaction'],
    ['select * from mugs for update', 'cannot execute SELECT FOR UPDATE'],
    [`select nextval('numbers')`, 'cannot execute nextval()'],
    [`select setval('numbers', 9)`, 'cannot execute setval()'],
    [`select lo_from_bytea(0, 'x')`, 'cannot execute lo_from_bytea()'],
    [`copy mugs from stdin`, 'cannot execute COPY FROM'],
    [`select query_to_xml('delete from mugs', true, true, '')`, 'DELETE is not allowed'],
    ['delete from mugs; commit', 'multiple commands'],
    ['commit; delete from mugs', 'multiple commands'],
    ['set transaction read write', 'must be set before any query'],
    ['start transaction read write', 'must be set before any query'],
    [`select set_config('transaction_read_only', 'off', false)`, 'must be set before any query'],
    ['do $$ begin delete from mugs; end $$', 'cannot execute DELETE'],
    ['do $$ begin commit; delete from mugs; end $$', 'invalid transaction termination'],
    ['do $$ begin set transaction read write; delete from mugs; end $$', 'must be set before any query'],
    [`do $$ begin execute 'rollback'; delete from mugs; end $$`, 'EXECUTE of transaction commands'],
    ['vacuum', 'cannot run inside a transaction block'],
    [`alter system set work_mem = '1MB'`, 'cannot run inside a transaction block'],
  ])('%s', async (sql, message) => {
    expect(refusalOf(sql).message).toContain(message)
    expect(await state()).toEqual(untouched)
  })

  test('several statements are told to come one at a time', () => {
    expect(ask('select 1; select 2').answer).toMatchObject({ hint: 'Ask one statement at a time.' })
  })

  // R3: what takes effect outside of the tables costs the session, not the tables.
  test.each([
    ['commit'],
    ['commit and chain'],
    ['rollback'],
    ['set session characteristics as transaction read write'],
    ['set default_transaction_read_only = on'],
    ['set role pg_read_all_data'],
    ['savepoint here'],
    ['declare mine cursor for select 1'],
    ['lock table mugs in access share mode'],
    ['notify somebody'],
  ])('%s leaves the session in doubt', async (sql) => {
    const { answer, isInDoubt } = ask(sql)
    expect(answer.kind).toBe('done')
    expect(isInDoubt).toBe(true)
    expect(ask('delete from mugs').answer.kind).toBe('refused')
    expect(await state()).toEqual(untouched)
  })

  test('nor by a statement that was prepared before', async () => {
    expect(ask('prepare gone as delete from mugs').isInDoubt).toBe(true)
    expect(ask('execute gone').answer).toMatchObject({
      message: 'cannot execute DELETE in a read-only transaction',
    })
    expect(await state()).toEqual(untouched)
  })
})

test('R3: a session that Postgres has written a file from is in doubt', async () => {
  const other = await openTestDatabase()
  try {
    expect(askReadOnly(other, `copy (select 1) to '/tmp/out'`)).toEqual({
      answer: { kind: 'done', command: 'COPY 1', notices: [] },
      isInDoubt: true,
    })
  } finally {
    await other.close()
  }
})

test.each([
  `copy (select 1) to program 'cat'`,
  `select repeat('[', 20000)::jsonb`,
  // In the second batch of rows, whose answer begins with no "bind complete".
  `select case when i < 60 then '{}' else repeat('[', 20000) end::jsonb from generate_series(1, 100) as i`,
  `do $$ begin perform repeat('[', 20000)::jsonb; end $$`,
])('a question that crashes Postgres is an error: %s', async (sql) => {
  const other = await openTestDatabase()
  try {
    expect(() => askReadOnly(other, sql)).toThrow(PostgresCrash)
  } finally {
    await other.close()
  }
})
