/** Computes, in Node, what the build embeds. */
import { scenario } from '#scenarios'
import { defaultInput, parsePlan, type Input, type Run } from '#simulator'
import { createSnapshot, openDatabase } from '#simulator/database.ts'
import { createSimulator } from '#simulator/simulate.ts'

/** The page opens on a failure: the naive checkout, and the same crash for each other implementation. */
const openingPlan = 'server/commit:reserveInventory#1=crash-after'

export async function embed(): Promise<{ runs: readonly Run[]; snapshot: Uint8Array }> {
  const snapshot = await createSnapshot((database) => void createSimulator(database, scenario))
  const database = await openDatabase({ snapshot })
  try {
    const simulator = createSimulator(database, scenario)
    const runs: Run[] = []
    for (const input of openingInputs()) runs.push(await simulator.simulate(input))
    return { runs, snapshot: new Uint8Array(await snapshot.arrayBuffer()) }
  } finally {
    await database.close()
  }
}

function openingInputs(): readonly Input[] {
  return scenario.implementations.map(({ name }) => ({
    ...defaultInput,
    implementation: name,
    plan: parsePlan(openingPlan),
  }))
}
