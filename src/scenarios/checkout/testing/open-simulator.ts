/** A simulator for all tests of a file. */
import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll } from 'vitest'
import { scenario } from '#scenarios'
import { createSimulator, type Simulator } from '#simulator/simulate.ts'
import { openTestDatabase } from '#simulator/testing/open-database.ts'

/** Call it at the top of a file: opened before its tests and closed after them, since an open one keeps Node alive. */
export function openSimulator(): Simulator {
  let database: PGlite
  let simulator: Simulator
  beforeAll(async () => {
    database = await openTestDatabase()
    simulator = createSimulator(database, scenario)
  })
  afterAll(() => database.close())
  return {
    simulate: (input, options) => simulator.simulate(input, options),
    vacuum: () => simulator.vacuum(),
  }
}
