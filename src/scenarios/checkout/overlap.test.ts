import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { openDatabase } from '#simulator/database.ts'
import { createSimulator, type Simulator } from '#simulator/simulate.ts'
import { violatedBy } from './testing/verdicts.ts'

let database: PGlite
let simulator: Simulator

beforeAll(async () => {
  database = await openDatabase()
  simulator = createSimulator(database, scenario)
})
afterAll(() => database.close())

/** Two real servers on PostgreSQL lose this race in 17 of 25 runs. */
test.each([
  [false, 'S3'],
  [true, ''],
])('two servers work on one order at once, with guarded updates %s: %s', async (guardedUpdates, violated) => {
  const race = {
    implementation: 'state-machine',
    customers: 'pays',
    plan: 'customer/request:checkout#1=duplicate',
    guards: { guardedUpdates },
  }
  expect(await violatedBy(simulator, race)).toBe(violated)
})
