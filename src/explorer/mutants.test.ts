import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { parsePlan, type Run } from '#simulator'
import { createSimulator, type Simulator } from '#simulator/simulate.ts'
import { openTestDatabase } from '#simulator/testing/open-database.ts'
import { faultRows } from '#scenarios/checkout/testing/fault-table.ts'
import { catalogue } from './testing/mutants/catalogue.ts'
import { hunt, huntedIn, inputOf, violatedIn } from './testing/mutants/hunt.ts'
import type { Mutant, NoticingRun } from './testing/mutants/mutant.ts'
import { openWorkshop, type Workshop } from './testing/mutants/workshop.ts'

/**
 * Each mutant of the catalogue that a simulated run notices: the run holds in the project as it is, and is violated in
 * the mutant. `HUNT='name|name' npx vitest run src/explorer/mutants.test.ts` looks for such runs again; `HUNT=all` for every mutant.
 */

let database: PGlite
let whole: Simulator
let workshop: Workshop
const table: string[] = []

beforeAll(async () => {
  database = await openTestDatabase()
  whole = createSimulator(database, scenario)
  workshop = await openWorkshop()
})
afterAll(async () => {
  console.log(table.join('\n'))
  await workshop.close()
  await database.close()
})

/** Its own simulator and scenario, over the same database. */
async function simulatorOf(mutant: Mutant): Promise<Simulator> {
  const subject = await workshop.load<typeof import('./testing/mutants/subject.ts')>(
    'explorer/testing/mutants/subject.ts',
    mutant,
  )
  return subject.createSimulator(database, subject.scenario)
}

function play(simulator: Simulator, run: NoticingRun, off: readonly string[] = []): Promise<Run> {
  return simulator.simulate(inputOf(run, off), { capture: false })
}

test('every mutant has a name of its own, and twenty or more are noticed by a run', async () => {
  expect(new Set(catalogue.map(({ name }) => name)).size).toBe(catalogue.length)
  expect(catalogue.filter(({ noticed }) => noticed.by === 'run').length).toBeGreaterThanOrEqual(20)
})

describe('a run notices', () => {
  const seen = catalogue.flatMap((mutant) =>
    mutant.noticed.by === 'run' ? [{ mutant, run: mutant.noticed, name: mutant.name }] : [],
  )

  test.each(seen)('$name', async ({ mutant, run }) => {
    expect(parsePlan(run.plan).length).toBeLessThanOrEqual(2)
    expect(violatedIn(await play(whole, run))).toEqual([])
    const noticing = await play(await simulatorOf(mutant), run)
    // Otherwise fewer faults would do.
    expect(noticing.faults.filter(({ fired }) => !fired)).toEqual([])
    expect(violatedIn(noticing)).toContain(run.violates)
    table.push(lineOf(mutant, `✕ ${violatedIn(noticing).join(' ')}, ${told(run)}`))
  })
})

describe('nothing notices', () => {
  const unseen = catalogue.flatMap((mutant) =>
    mutant.noticed.by === 'nothing' ? [{ mutant, unnoticed: mutant.noticed, name: mutant.name }] : [],
  )

  test.each(unseen)('$name', async ({ mutant, unnoticed: { because, coveredBy: run } }) => {
    const mutated = await simulatorOf(mutant)
    table.push(lineOf(mutant, `survives. ${because}`))
    // What has been seen to hurt does not notice it either.
    const [implementation = ''] = huntedIn(mutant)
    const seen: string[] = []
    for (const { customers, plan, servers, without } of faultRows) {
      if (without !== undefined) continue
      const its = {
        implementation,
        customers,
        plan,
        violates: '',
        ...(servers === undefined ? {} : { servers }),
      }
      const ids = violatedIn(await play(mutated, its))
      if (ids.length > 0) seen.push(`${customers} ${plan}: ${ids.join(' ')}`)
    }
    expect(seen).toEqual([])
    if (!run) return
    const violates = async (simulator: Simulator, off: readonly string[]): Promise<boolean> =>
      violatedIn(await play(simulator, run, off)).includes(run.violates)
    expect({
      mutant: await violates(mutated, []),
      withoutTheGuard: await violates(whole, [run.guard]),
      both: await violates(mutated, [run.guard]),
    }).toEqual({ mutant: false, withoutTheGuard: false, both: true })
    table.push(`    without ${run.guard} as well: ✕ ${run.violates}, ${told(run)}`)
  })
})

describe('the explorer finds by itself', () => {
  test.each([
    ['the checkpoint in a commit of its own', 'S8'],
    ['the key made anew for each epoch', 'S9'],
  ])('%s: %s', async (name, id) => {
    const mutant = catalogue.find((each) => each.name === name)
    const found =
      mutant && (await hunt({ mutant: await simulatorOf(mutant), whole }, ['durable'], ['pays'], []))
    expect(found?.run?.violates).toBe(id)
  })
})

describe.runIf(process.env['HUNT'])('the hunt', { timeout: 86_400_000 }, () => {
  const names = process.env['HUNT']?.split('|') ?? []
  const wanted = catalogue.filter(({ name }) => names.includes(name) || names.includes('all'))

  test.each(wanted)('$name', async (mutant) => {
    const { run, schedules } = await hunt({ mutant: await simulatorOf(mutant), whole }, huntedIn(mutant))
    console.log(lineOf(mutant, run ? `✕ ${run.violates}, ${told(run)}` : `nothing in ${schedules} schedules`))
    expect(run !== null).toBe(mutant.noticed.by === 'run')
  })
})

function lineOf({ name, breaks }: Mutant, outcome: string): string {
  return `${name} (${breaks}): ${outcome}`
}

function told({ implementation, customers, plan, hunted }: NoticingRun): string {
  const after = hunted === undefined ? 'by hand' : `after ${hunted} schedules`
  return `${implementation}, ${customers}, ${plan === '' ? 'no fault' : plan} (${after})`
}
