/** The database that the bundle keeps, so that a command need not run initdb: that takes 1 s of processor time. */
import { scenario } from '#scenarios'
import { createSnapshot } from '#simulator/database.ts'
import { createSimulator } from '#simulator/simulate.ts'

/** @returns a data directory as a gzipped tar */
export async function make(): Promise<Uint8Array> {
  const snapshot = await createSnapshot((database) => void createSimulator(database, scenario))
  return new Uint8Array(await snapshot.arrayBuffer())
}
