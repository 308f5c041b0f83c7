import { createPgDatabase } from './pg-database.ts'
import { describeContract } from './testing/contract.ts'
import { usePostgres } from './testing/postgres-server.ts'

const server = usePostgres()

describeContract('PostgreSQL', async () => {
  const { createPool, observer } = await server().createDatabase()
  const pool = createPool()
  return {
    database: createPgDatabase(pool),
    exec: (sql) => observer.query(sql),
    close: () => pool.end(),
  }
})
