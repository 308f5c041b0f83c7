import type { PGlite } from '@electric-sql/pglite'
import { scenario } from '../index.ts'
import { afterAll, describe, expect, test } from 'vitest'
import { defaultInput } from '#simulator/input.ts'
import { renewAfterCrash } from '#simulator/renewed.ts'
import type { Scenario } from '#simulator/scenario.ts'
import { createSimulator } from '#simulator/simulate.ts'
import { PostgresCrash } from '#simulator/wire.ts'
import { openTestDatabase } from '#simulator/testing/open-database.ts'

/** An invariant whose query crashes Postgres: a query that gave no rows would hold. */
const crashing: Scenario = {
  ...scenario,
  invariants: [
    {
      id: 'X1',
      statement: 'Postgres survives',
      violation: 'a crash',
      when: 'safety',
      tables: ['orders'],
      sql: `select repeat('[', 20000)::jsonb as deep`,
    },
  ],
}

const opened: PGlite[] = []
afterAll(() => Promise.all(opened.map((database) => database.close())))

async function open(subject: Scenario) {
  const database = await openTestDatabase()
  opened.push(database)
  return createSimulator(database, subject)
}

describe('an invariant whose query crashes Postgres', () => {
  test.each(['safety', 'end'] as const)('%s: the run fails, and gives no verdict', async (when) => {
    const simulator = await open({
      ...crashing,
      invariants: crashing.invariants.map((each) => ({ ...each, when })),
    })
    await expect(simulator.simulate(defaultInput)).rejects.toThrow(PostgresCrash)
    await expect(simulator.simulate(defaultInput)).rejects.toThrow(PostgresCrash)
  })

  test('the next run gets a new Postgres, and the same verdicts as ever', async () => {
    const subjects = [crashing, scenario]
    const simulator = await renewAfterCrash(() => open(subjects.shift() ?? scenario))
    await expect(simulator.simulate(defaultInput)).rejects.toThrow(PostgresCrash)
    simulator.vacuum()
    const run = await simulator.simulate(defaultInput)
    expect(run.verdicts.map(({ id }) => id)).toEqual(scenario.invariants.map(({ id }) => id))
    expect(run.traceHash).toBe((await (await open(scenario)).simulate(defaultInput)).traceHash)
    expect(subjects).toEqual([])
  })
})
