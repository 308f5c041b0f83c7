/** Waiting for a lock, as an observer sees it. */
import { setTimeout as wait } from 'node:timers/promises'
import type { PostgresDatabase } from './postgres-server.ts'

/** Waits until somebody in this database waits for a row. */
export async function untilOneWaits({ observer }: Pick<PostgresDatabase, 'observer'>): Promise<void> {
  const text = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
  while ((await observer.query(text)).rowCount === 0) await wait(5)
}
