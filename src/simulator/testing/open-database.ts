import { readFile } from 'node:fs/promises'
import type { PGlite } from '@electric-sql/pglite'
import { inject } from 'vitest'
import { openDatabase } from '../database.ts'

/** Opens an empty database in a test, from the data directory of `database-snapshot.ts`. Close it afterwards. */
export async function openTestDatabase(): Promise<PGlite> {
  return openDatabase({ snapshot: new Blob([await readFile(inject('databaseSnapshot'))]) })
}
