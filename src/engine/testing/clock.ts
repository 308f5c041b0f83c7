/** The clock of a test's database, which stands until the test moves it: no lease ends because the machine is slow. */
import { simulatedClockSql } from '../schema.ts'
import type { PostgresDatabase, PostgresServer } from './postgres-server.ts'

/** A database whose clock stands still. */
export interface ClockedDatabase extends PostgresDatabase {
  /** Moves the clock on. */
  advance(ms: number): Promise<void>
}

/** @param sql the application's tables */
export async function createClockedDatabase(server: PostgresServer, sql: string): Promise<ClockedDatabase> {
  const database = await server.createDatabase(simulatedClockSql + sql)
  return {
    ...database,
    async advance(ms) {
      await database.observer.query(
        `select setval('engine.clock', last_value + $1::bigint, true) from engine.clock`,
        [Math.ceil(ms)],
      )
    },
  }
}
