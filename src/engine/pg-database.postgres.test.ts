import { expect, test } from 'vitest'
import { createPgDatabase } from './pg-database.ts'
import { usePostgres } from './testing/postgres-server.ts'

const server = usePostgres()
test('x', async () => {
  const db = await server().createDatabase('create table effect (id text)')
  const database = createPgDatabase(db.createPool(), { leaseMs: 1000 })
  expect(await database.query({ label: 'a', text: `select current_setting('idle_in_transaction_session_timeout') a, current_setting('statement_timeout') b, current_setting('tcp_user_timeout') c`, values: [] })).toEqual([])
})
