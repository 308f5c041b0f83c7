/** Computes, in Node, what the build embeds. */
import { scenario } from '#scenarios'
import { defaultInput, parsePlan, type Input, type Run } from '#simulator'
import { createSnapshot, openDatabase } from '#simulator/database.ts'
import { withKnownRows } from '#simulator/known-rows.ts'
import { createSimulator, createSimulatorOn } from '#simulator/simulate.ts'
import { openWireSession } from '#simulator/wire.ts'

/** The page opens on a failure: the naive checkout, and the same crash for each other implementation. */
const openingPlan = 'server/commit:reserveInventory#1=crash-after'

interface Embedded {
  readonly runs: readonly Run[]
  readonly snapshot: Uint8Array
  /** Of the Postgres that the page runs: `18.6`. */
  readonly postgresVersion: string
}

export async function embed(): Promise<Embedded> {
  const snapshot = await createSnapshot((database) => void createSimulator(database, scenario))
  const database = await openDatabase({ snapshot })
  try {
    const wire = openWireSession(database)
    const simulator = createSimulatorOn(wire, scenario)
    const runs: Run[] = []
    for (const input of openingInputs()) runs.push(withKnownRows(wire, await simulator.simulate(input)))
    const { rows } = await database.query<{ version: string }>(
      `select current_setting('server_version') as version`,
    )
    return {
      runs,
      snapshot: new Uint8Array(await snapshot.arrayBuffer()),
      postgresVersion: rows[0]?.version ?? 'unknown',
    }
  } finally {
    await database.close()
  }
}

function openingInputs(): readonly Input[] {
  return scenario.implementations.flatMap(({ name, bothWays }) => {
    const input: Input = { ...defaultInput, implementation: name, plan: parsePlan(openingPlan) }
    return bothWays === undefined ? [input] : [input, { ...input, guards: { [bothWays]: true } }]
  })
}
