import { createPgDatabase } from './pg-database.ts'
import { describeMigrations } from './testing/migration-contract.ts'
import { usePostgres } from './testing/postgres-server.ts'

const server = usePostgres()

describeMigrations('PostgreSQL', async () => {
  const { createPool, observer } = await server().createDatabase()
  const pool = createPool()
  return {
    database: createPgDatabase(pool),
    exec: (sql) => observer.query(sql),
    close: () => pool.end(),
  }
})
