/**
 * Opening PGlite for a simulator: from a snapshot of a finished data directory, since initdb takes five times as long
 * as everything else.
 */
import { PGlite } from '@electric-sql/pglite'

/** What a browser loads beforehand, and shares with its workers. */
export interface DatabaseParts {
  /** From `createSnapshot`. */
  readonly snapshot: Blob
  /** PGlite's `pglite.wasm`, compiled. */
  readonly wasmModule?: WebAssembly.Module
  /** PGlite's `pglite.data`. */
  readonly fsBundle?: Blob
}

/** Of the log, whose files lie in memory too: Postgres's own are 16 MB each, and it keeps five of them for later. */
const smallSegments = '--wal-segsize=1'
const keepsFewSegments = 'min_wal_size=2MB'

/** Opens a database in memory; about 0.2 s with a snapshot and 1.3 s without. Close it: an open one keeps Node alive. */
export function openDatabase({
  snapshot,
  wasmModule,
  fsBundle,
}: Partial<DatabaseParts> = {}): Promise<PGlite> {
  return PGlite.create({
    startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=1MB', '-c', keepsFewSegments],
    ...(snapshot === undefined ? { initDbStartParams: [smallSegments] } : { loadDataDir: snapshot }),
    ...(wasmModule === undefined ? {} : { pgliteWasmModule: wasmModule }),
    ...(fsBundle === undefined ? {} : { fsBundle }),
  })
}

/**
 * A data directory as a gzipped tar of 2.5 MB: small WAL segments, no template databases.
 * @param prepare runs before it is written
 */
export async function createSnapshot(prepare: (database: PGlite) => void): Promise<Blob> {
  const database = await PGlite.create({ initDbStartParams: [smallSegments] })
  try {
    await database.exec(`update pg_database set datistemplate = false where datname like 'template%'`)
    await database.exec('drop database template0')
    await database.exec('drop database template1')
    prepare(database)
    await database.exec('checkpoint')
    return await database.dumpDataDir('gzip')
  } finally {
    await database.close()
  }
}
