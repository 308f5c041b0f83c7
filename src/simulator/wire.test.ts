import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatabaseError } from '#engine/environment.ts'
import { openTestDatabase } from './testing/open-database.ts'
import { openWireSession, PostgresCrash } from './wire.ts'

let database: PGlite
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

/** MB of memory in use, after a collection. */
const collect = (() => {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
})()
function inUse(): number {
  collect()
  return getHeapStatistics().used_heap_size / 2 ** 20
}

describe('the wire session', () => {
  test('nothing of its replies is kept', () => {
    const wire = openWireSession(database)
    const ask = () => {
      for (let time = 0; time < 1_000; time += 1)
        expect(wire.run(['select n, n * 2 as twice from generate_series(1, 100) as n']).count).toBe(100)
    }
    ask()
    const before = inUse()
    ask()
    ask()
    expect(inUse() - before).toBeLessThan(5)
  })

  test('reads values as the pg driver does', () => {
    const wire = openWireSession(database)
    const [row] = wire.run([
      `select 7::bigint as big, 1.5::float8 as real, true as yes, null::text as nothing, '{"a":[1]}'::jsonb as json, $1::text as text`,
      ['ü'],
    ]).rows
    expect(row).toEqual({ big: 7, real: 1.5, yes: true, nothing: null, json: { a: [1] }, text: 'ü' })
  })

  test('sends objects as JSON and arrays as arrays', () => {
    const wire = openWireSession(database)
    const [row] = wire.run([
      `select $1::jsonb ->> 'a' as a, array_to_json($2::text[]) as list`,
      [{ a: 'b' }, ['x,"y"\\', null]],
    ]).rows
    expect(row).toEqual({ a: 'b', list: ['x,"y"\\', null] })
  })

  test('returns the last of several statements, and the notices of all', () => {
    const wire = openWireSession(database)
    wire.script(
      `create function tell() returns int language plpgsql as 'begin raise notice ''heard''; return 1; end'`,
    )
    const result = wire.run(['select tell()'], ['select 2 as two'])
    expect(result.rows).toEqual([{ two: 2 }])
    expect(result.notices).toEqual(['heard'])
  })

  test('throws what the database refuses, by its SQLSTATE, and goes on', () => {
    const wire = openWireSession(database)
    for (let times = 0; times < 3; times += 1) {
      expect(() => wire.run(['select 1 / $1::int', [0]])).toThrow(
        new DatabaseError('22012', 'division by zero'),
      )
      expect(wire.run(['select 1 / $1::int as one', [1]]).rows).toEqual([{ one: 1 }])
      expect(() => wire.run(['select nonsense'])).toThrow(DatabaseError)
      expect(wire.run(['select 3 as three']).rows).toEqual([{ three: 3 }])
    }
  })

  test('an error in a transaction aborts it until the rollback', () => {
    const wire = openWireSession(database)
    wire.run(['begin'])
    expect(() => wire.run(['select 1 / 0'])).toThrow('division by zero')
    expect(() => wire.run(['select 1'])).toThrow('aborted')
    wire.run(['rollback'])
    expect(wire.run(['select 1 as one']).rows).toEqual([{ one: 1 }])
  })

  test('two sessions over one database do not disturb each other', () => {
    const [first, second] = [openWireSession(database), openWireSession(database)]
    expect(first.run(['select 1 as n']).rows).toEqual([{ n: 1 }])
    expect(second.run(['select 2 as n']).rows).toEqual([{ n: 2 }])
    expect(second.run(['select 1 as n']).rows).toEqual([{ n: 1 }])
    expect(first.run(['select 2 as n']).rows).toEqual([{ n: 2 }])
    expect(first.run(['select 1 as n']).rows).toEqual([{ n: 1 }])
  })
})

/** So deep that the JSON parser's recursion overflows the stack of WebAssembly, before Postgres's own limit. */
const crashing = `select repeat('[', 20000)::jsonb`

describe('a query that crashes Postgres', () => {
  test.each([
    { what: 'alone', send: [[crashing]] },
    { what: 'before another', send: [[crashing], ['select 1 as one']] },
    { what: 'after another', send: [['select 1 as one'], [crashing]] },
    {
      what: 'after rows',
      send: [
        [
          `select case when i < 3000 then '{}' else repeat('[', 20000) end::jsonb from generate_series(1, 3000) as i`,
        ],
      ],
    },
    { what: 'in the query of an invariant', send: [[`select to_jsonb(o) as row from (${crashing}) as o`]] },
  ] as const)('$what: is an error, and no later answer is taken for one', async ({ send }) => {
    const broken = await openTestDatabase()
    try {
      const wire = openWireSession(broken)
      wire.script(`create table mugs (id integer); insert into mugs values (1)`)
      expect(() => wire.run(...send)).toThrow(PostgresCrash)
      expect(() => wire.run(['select id from mugs'])).toThrow(PostgresCrash)
      expect(() => wire.script('vacuum')).toThrow(PostgresCrash)
    } finally {
      await broken.close()
    }
  })

  test('a script that does is an error', async () => {
    const broken = await openTestDatabase()
    try {
      expect(() => openWireSession(broken).script(crashing)).toThrow(PostgresCrash)
    } finally {
      await broken.close()
    }
  })

  test('a blank statement is none', () => {
    expect(openWireSession(database).run(['']).rows).toEqual([])
  })
})
