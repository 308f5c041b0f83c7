import { PGlite } from '@electric-sql/pglite'
import { afterAll, describe, expect, test } from 'vitest'
import { createPgliteDatabase } from './pglite-database.ts'
import { describeContract } from './testing/contract.ts'
import { isWhole } from './testing/is-whole.ts'

const pglite = await PGlite.create()
afterAll(() => pglite.close())

describeContract(
  'PGlite',
  () =>
    Promise.resolve({
      database: createPgliteDatabase(pglite),
      exec: (sql) => pglite.exec(sql),
      close: () => Promise.resolve(),
    }),
  // PostgreSQL has them all.
  isWhole ? 1 : 3,
)

describe('the adapter', () => {
  const say = (text: string) => ({ label: 'say', text, values: [] })

  test('keeps statements of others out of an open transaction', async () => {
    const database = createPgliteDatabase(pglite)
    await database.query(say('create table note (said text)'))
    const transaction = await database.begin({ label: 'say' })
    await transaction.query(say(`insert into note values ('in')`))
    const outside = database.query(say(`insert into note values ('out')`))
    await transaction.rollback()
    await outside
    expect(await database.query(say('select said from note order by said'))).toEqual([{ said: 'out' }])
  })

  test('reports an error with its SQLSTATE, and lets the next statement in', async () => {
    const database = createPgliteDatabase(pglite)
    await expect(database.query(say('select 1/0'))).rejects.toMatchObject({ sqlState: '22012' })
    expect(await database.query(say('select 1 as one'))).toEqual([{ one: 1 }])
  })

  test('refuses to commit what has failed', async () => {
    const database = createPgliteDatabase(pglite)
    const transaction = await database.begin({ label: 'say' })
    await expect(transaction.query(say('select 1/0'))).rejects.toThrow('division by zero')
    await expect(transaction.commit()).rejects.toMatchObject({ sqlState: '25P02' })
    await transaction.rollback()
    await expect(transaction.query(say('select 1'))).rejects.toMatchObject({ sqlState: '25000' })
    expect(await database.query(say('select 1 as one'))).toEqual([{ one: 1 }])
  })
})
