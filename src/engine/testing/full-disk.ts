/**
 * A table that cannot grow: its file is /dev/full, which takes no byte and says that no space is left. A small tmpfs
 * as the table's tablespace gave the same words, but may not be mounted everywhere.
 */
import { existsSync, rmSync, symlinkSync } from 'node:fs'
import type { PostgresDatabase } from './postgres-server.ts'

/** Linux has the device. */
export const hasFullDevice = existsSync('/dev/full')

/** @param table still empty. @returns makes room again */
export async function fillDisk({ observer }: PostgresDatabase, table: string): Promise<() => Promise<void>> {
  const { rows } = await observer.query<{ path: string }>(
    `select current_setting('data_directory') || '/' || pg_relation_filepath($1) as path`,
    [table],
  )
  const path = rows[0]?.path ?? ''
  rmSync(path)
  symlinkSync('/dev/full', path)
  return async () => {
    // It takes a new file.
    await observer.query(`truncate ${table}`)
  }
}
