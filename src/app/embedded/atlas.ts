/** Computes, in Node, the atlas that the build embeds. */
import { defaultBases, trySingles, type Atlas, type Singles } from '#explorer/singles.ts'
import { scenario } from '#scenarios'
import { defaultInput } from '#simulator'
import { openDatabase } from '#simulator/database.ts'
import { createSimulator } from '#simulator/simulate.ts'
import { usualCustomers } from '../state/usual-customers.ts'

const palette = 'short'
const others = scenario.customers
  .map(({ name }) => name)
  .filter((name) => !usualCustomers.some((usual) => usual === name))

/** About three quarters of a minute on one core. */
export async function computeAtlas(): Promise<Pick<Atlas, 'palette' | 'customers' | 'singles'>> {
  const database = await openDatabase()
  try {
    const simulator = createSimulator(database, scenario)
    const singles: Singles[] = []
    for (const base of defaultBases(scenario, defaultInput, usualCustomers))
      singles.push(await trySingles(simulator, scenario, base, palette))
    // Requests overlap most with a customer who clicks twice, who is none of these.
    for (const base of defaultBases(scenario, defaultInput, others))
      singles.push(await trySingles(simulator, scenario, base, null))
    return { palette, customers: usualCustomers, singles }
  } finally {
    await database.close()
  }
}
