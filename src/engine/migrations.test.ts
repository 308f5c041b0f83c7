import { PGlite } from '@electric-sql/pglite'
import { expect, test } from 'vitest'
import { DatabaseError } from './environment.ts'
import { explainSchemaError } from './migrations.ts'
import { createPgliteDatabase } from './pglite-database.ts'
import { schemaVersion } from './schema.ts'
import { describeMigrations } from './testing/migration-contract.ts'

describeMigrations('PGlite', async () => {
  const pglite = await PGlite.create()
  return {
    database: createPgliteDatabase(pglite),
    exec: (sql) => pglite.exec(sql),
    close: () => pglite.close(),
  }
})

test.each(['42703', '42P01', '3F000'])('S1: an error of class %s says to migrate', (sqlState) => {
  const cause = new DatabaseError(sqlState, 'something does not exist')
  expect(explainSchemaError(cause)).toMatchObject({
    name: 'SchemaVersionError',
    found: null,
    expected: schemaVersion,
    cause,
    message: expect.stringContaining('Call migrate(database)') as string,
  })
})

test('S1: another error is given back as it is', () => {
  for (const error of [new DatabaseError('42601', 'syntax error'), new TypeError('42703'), 'no error'])
    expect(explainSchemaError(error)).toBe(error)
})
