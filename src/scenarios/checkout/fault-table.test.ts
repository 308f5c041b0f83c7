import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { createSimulator, type Simulator } from '#simulator/simulate.ts'
import { openTestDatabase } from '#simulator/testing/open-database.ts'
import { faultRows, type FaultRow } from './testing/fault-table.ts'
import { violatedBy } from './testing/verdicts.ts'

/**
 * What is true of each implementation under each fault, from running code: as its author would leave it, and with the
 * guards that the row is about the other way round.
 */

let database: PGlite
let simulator: Simulator
const printed: string[] = []

beforeAll(async () => {
  database = await openTestDatabase()
  simulator = createSimulator(database, scenario)
})
afterAll(async () => {
  console.log(printed.join('\n'))
  await database.close()
})

/** The columns of the table: at-least-once as written, and with its steps made idempotent. */
const columns = [
  { letter: 'N', implementation: 'naive', guards: {} },
  { letter: 'M', implementation: 'state-machine', guards: {} },
  { letter: 'A', implementation: 'at-least-once', guards: {} },
  { letter: 'A, idempotent', implementation: 'at-least-once', guards: { idempotentSteps: true } },
  { letter: 'D', implementation: 'durable', guards: {} },
] as const

async function cellsOf(row: FaultRow, column: (typeof columns)[number]): Promise<readonly [string, string]> {
  const { implementation } = column
  const its = scenario.implementations.find(({ name }) => name === implementation)?.guards ?? []
  const defaults = new Map(its.map((guard) => [guard.name, guard.default]))
  const off = (row.without ?? []).filter((name) => defaults.get(name))
  const base = { ...column.guards, ...Object.fromEntries(off.map((name) => [name, false])) }
  const verdict = (guards: { readonly [guard: string]: boolean }): Promise<string> =>
    violatedBy(simulator, {
      implementation,
      customers: row.customers,
      plan: row.plan,
      servers: row.servers ?? 2,
      guards: { ...base, ...guards },
    })
  const asLeft = await verdict({})
  const others: string[] = []
  for (const name of row.guards ?? []) {
    const isOn = defaults.get(name)
    if (isOn !== undefined)
      others.push(`${isOn ? 'without' : 'with'} ${name}: ${shown(await verdict({ [name]: !isOn }))}`)
  }
  return [asLeft, others.join(', ')]
}

function shown(ids: string): string {
  if (ids === '') return '●'
  return ids.startsWith('(') ? 'no such moment' : `✕ ${ids}`
}

describe('the table of faults', () => {
  test.each(faultRows)('$number $fault', async (row) => {
    printed.push(`${row.number}. ${row.fault} (${row.customers}; ${row.plan === '' ? 'no fault' : row.plan})`)
    const violated: string[] = []
    for (const column of columns) {
      const [asLeft, others] = await cellsOf(row, column)
      violated.push(asLeft)
      printed.push(`    ${column.letter.padEnd(14)}${shown(asLeft)}${others === '' ? '' : `   (${others})`}`)
    }
    expect(violated).toEqual(row.violates)
  })
})
