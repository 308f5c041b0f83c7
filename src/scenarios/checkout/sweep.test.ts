import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { formatPlan } from '#simulator'
import { openDatabase } from '#simulator/database.ts'
import { createSimulator, type Simulator } from '#simulator/simulate.ts'
import { mutants, mutate } from './testing/mutants.ts'
import { companionsOf, sweepCrashes, type Companion, type Sweep } from './testing/sweep.ts'

let database: PGlite
let simulator: Simulator

beforeAll(async () => {
  database = await openDatabase()
  simulator = createSimulator(database, scenario)
})
afterAll(() => database.close())

const situations = scenario.customers.flatMap(({ name }) =>
  companionsOf(name).map((companion) => ({ customers: [name], companion })),
)

async function sweepOne(
  implementation: string,
  customers: readonly string[],
  { name, plan }: Companion,
  restartMs?: number | null,
): Promise<Sweep> {
  const sweep = await sweepCrashes(simulator, { implementation, customers, plan }, restartMs)
  const found = [...sweep.violations].map(([id, count]) => `${id} ${count}`).join(', ') || 'none'
  console.log(
    `${implementation}, ${customers.join(' and ')}, ${name}: ${sweep.schedules} schedules, violations: ${found}`,
  )
  return sweep
}

async function sweepAll(implementation: string): Promise<readonly Sweep[]> {
  const sweeps: Sweep[] = []
  for (const { customers, companion } of situations)
    sweeps.push(await sweepOne(implementation, customers, companion))
  return sweeps
}

describe('every crash of every server operation', { timeout: 300_000 }, () => {
  test('durable: no violation for any customer, whatever befalls the webhook', async () => {
    const alone = { name: 'alone', plan: [] }
    const sweeps = [
      ...(await sweepAll('durable')),
      await sweepOne('durable', ['pays', 'leaves'], { ...alone, name: 'side by side' }),
      await sweepOne('durable', ['pays'], { ...alone, name: 'the server stays down' }, null),
    ]
    const violating = sweeps.flatMap((sweep) =>
      sweep.violating.map(
        (run) =>
          `${run.input.customers.join()} ${formatPlan(run.input.plan)}: ${run.verdicts
            .filter(({ holds }) => !holds)
            .map(({ id }) => id)
            .join()}`,
      ),
    )
    expect(violating).toEqual([])
    // A sweep that swept nothing would be clean as well.
    expect(sweeps.every(({ schedules }) => schedules > 20)).toBe(true)
  })

  test.each([
    ['the checkpoint in a commit of its own', 'S8'],
    ['the key made anew for each call', 'S9'],
  ] as const)('durable with %s: found by %s', async (name, id) => {
    const mutant = createSimulator(database, mutate(scenario, mutants[name]))
    const sweep = await sweepCrashes(mutant, { implementation: 'durable' })
    console.log(`${name}: ${[...sweep.violations].map(([found, count]) => `${found} ${count}`).join(', ')}`)
    expect(sweep.violations.get(id)).toBeGreaterThan(0)
  })

  test('naive: stuck orders, lost reservations, double shipments, and paid orders that are never shipped', async () => {
    const violating = (await sweepAll('naive')).flatMap((sweep) => sweep.violating)
    const rowsOf = (id: string) =>
      violating.flatMap((run) =>
        run.verdicts.filter((verdict) => verdict.id === id).flatMap(({ rows }) => rows),
      )
    const counts = {
      'stuck orders (L1)': rowsOf('L1').length,
      'lost reservations (S5)': rowsOf('S5').filter((row) => Number(row['held']) > 0).length,
      'double shipments (S4)': rowsOf('S4').filter((row) => Number(row['shipments']) > 1).length,
      'paid, never shipped (S4)': rowsOf('S4').filter((row) => Number(row['shipments']) === 0).length,
    }
    console.log(counts)
    for (const [what, count] of Object.entries(counts)) expect(count, what).toBeGreaterThan(0)
  })
})
