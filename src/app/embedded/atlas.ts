/** Computes, in Node, the atlas that the build embeds. */
import { defaultBases, trySingles, type Singles } from '#explorer/singles.ts'
import { scenario } from '#scenarios'
import { defaultInput } from '#simulator'
import { openDatabase } from '#simulator/database.ts'
import { createSimulator } from '#simulator/simulate.ts'
import { usualCustomers } from '../state/usual-customers.ts'

/** About half a minute on one core. */
export async function computeSingles(): Promise<readonly Singles[]> {
  const database = await openDatabase()
  try {
    const simulator = createSimulator(database, scenario)
    const all: Singles[] = []
    for (const base of defaultBases(scenario, defaultInput, usualCustomers))
      all.push(await trySingles(simulator, scenario, base, 'short'))
    return all
  } finally {
    await database.close()
  }
}
