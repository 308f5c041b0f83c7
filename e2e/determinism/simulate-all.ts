/** Simulates many inputs in one database and returns the hash of each trace: the same file in Node and in a browser. */
import { scenario } from '#scenarios'
import type { Input } from '#simulator'
import { openDatabase } from '#simulator/database.ts'
import { createSimulator } from '#simulator/simulate.ts'

/** @returns one hash an input, in their order */
export async function simulateAll(inputs: readonly Input[]): Promise<readonly string[]> {
  const database = await openDatabase()
  try {
    const simulator = createSimulator(database, scenario)
    const hashes: string[] = []
    for (const input of inputs) hashes.push((await simulator.simulate(input, { capture: false })).traceHash)
    return hashes
  } finally {
    await database.close()
  }
}
