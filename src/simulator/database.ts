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
/**
 * initdb renames five used segments for later use. In a snapshot they are 5 MB of old bytes, more than half of it once
 * compressed. An opened database reuses segments as usual.
 */
const snapshotStart = [smallSegments, '-c', 'wal_recycle=off']
const reusesSegments = 'wal_recycle=on'

/** Opens a database in memory; about 0.2 s with a snapshot and 1.3 s without. Close it: an open one keeps Node alive. */
export function openDatabase({
  snapshot,
  wasmModule,
  fsBundle,
}: Partial<DatabaseParts> = {}): Promise<PGlite> {
  return PGlite.create({
    startParams: [
      ...PGlite.defaultStartParams,
      '-c',
      'shared_buffers=1MB',
      '-c',
      keepsFewSegments,
      '-c',
      reusesSegments,
    ],
    ...(snapshot === undefined ? { initDbStartParams: [smallSegments] } : { loadDataDir: snapshot }),
    ...(wasmModule === undefined ? {} : { pgliteWasmModule: wasmModule, initdbWasmModule: noProgram() }),
    ...(fsBundle === undefined ? {} : { fsBundle }),
  })
}

/** In place of initdb, which a snapshot makes unnecessary: PGlite would load its 300 kB all the same. */
function noProgram(): WebAssembly.Module {
  return new WebAssembly.Module(new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]))
}

/**
 * A data directory as a gzipped tar of 1.0 MB, 9.5 MB unpacked: one small WAL segment, no template databases.
 * @param prepare runs before it is written
 */
export async function createSnapshot(prepare: (database: PGlite) => void): Promise<Blob> {
  const database = await PGlite.create({ initDbStartParams: snapshotStart })
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
