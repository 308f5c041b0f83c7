/** Computes, in Node, what the build embeds. */
import { scenario } from '#scenarios'
import { parseLink, type Input, type Run } from '#simulator'
import { createSnapshot, openDatabase } from '#simulator/database.ts'
import { withKnownRows } from '#simulator/known-rows.ts'
import { createSimulator, createSimulatorOn } from '#simulator/simulate.ts'
import { openWireSession } from '#simulator/wire.ts'

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

/** The opening's run first, then the same plan for each other implementation: no comparison of them needs Postgres. */
function openingInputs(): readonly Input[] {
  const opening = parseLink(scenario.opening?.link ?? '', scenario.vocabulary).link.input
  const names = scenario.implementations.map(({ name }) => name)
  const others = names.filter((name) => name !== opening.implementation)
  return [opening.implementation, ...others].flatMap((name) => {
    const input: Input = { ...opening, implementation: name }
    const guard = scenario.implementations.find((implementation) => implementation.name === name)?.bothWays
    return guard === undefined ? [input] : [input, { ...input, guards: { [guard]: true } }]
  })
}
