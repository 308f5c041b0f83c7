/** Exploring in a test: one simulator, and a line that says how many schedules were tried and how long it took. */
import { scenario } from '#scenarios'
import { defaultInput, violatedIds, type Input } from '#simulator'
import type { Scenario } from '#simulator/scenario.ts'
import { createSimulator, type Simulator } from '#simulator/simulate.ts'
import { isWhole } from '#simulator/testing/is-whole.ts'
import { openTestDatabase } from '#simulator/testing/open-database.ts'
import { startExploration, type Bound } from '../exploration.ts'
import type { Findings } from '../findings.ts'
import type { Runner } from '../job.ts'
import { createRunner } from '../runner.ts'
import { sweep } from '../sweep.ts'

/** Large sweeps try one first fault in twelve unless they are to try all. */
const shardCount = isWhole ? 1 : 12

/**
 * The same first faults each time.
 *
 * @param index 1 to 12: these shares differ in their size and in the kinds of faults that they have
 */
export function sample(index: number): Pick<Bound, 'shard'> {
  return { shard: { index: isWhole ? 1 : index, count: shardCount } }
}

/** How many there are in the sample, of so many in all. */
export function sampleOf(schedules: number): number {
  return Math.floor(schedules / shardCount)
}

export interface Explored extends Findings {
  /** Schedules that were left out. */
  readonly pruned: number
}

export interface Explorer {
  readonly simulator: Simulator
  explore(bound: Partial<Bound>): Promise<Explored>
  violatedBy(input: Input): Promise<readonly string[]>
  close(): Promise<void>
}

/** Close it: an open database keeps the test's process alive. */
export async function openExplorer(of: Scenario = scenario): Promise<Explorer> {
  const database = await openTestDatabase()
  const simulator = createSimulator(database, of)
  return {
    simulator,
    explore: (bound) => exploreOn(createRunner(simulator), bound),
    async violatedBy(input) {
      const run = await simulator.simulate(input, { capture: false })
      return violatedIds(run)
    },
    close: () => database.close(),
  }
}

export async function exploreOn(runner: Runner, bound: Partial<Bound>): Promise<Explored> {
  const whole: Bound = { bases: [], faults: 1, palette: 'full', random: null, reduces: true, ...bound }
  const exploration = startExploration(whole)
  const startMs = performance.now()
  await sweep(exploration, [runner])
  if (exploration.failures().length > 0) throw new Error(exploration.failures().join('\n'))
  const { tried, violating, pruned } = exploration.progress()
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  console.log(
    `${describe(whole)}: ${tried} schedules in ${seconds} s, ${violating} violate, ${pruned} left out`,
  )
  return { ...exploration.findings(), pruned }
}

function describe({ bases, faults, palette }: Bound): string {
  const names = [...new Set(bases.map(({ implementation }) => implementation))].join(', ')
  return `${names}, ${bases.length} bases, up to ${faults} faults of the ${palette} palette`
}

/** Each customer alone, or those given; two together as a list of two. */
export function basesOf(
  implementation: string,
  {
    customers = scenario.customers.map(({ name }) => [name]),
    ...rest
  }: { readonly customers?: readonly (readonly string[])[] } & Partial<Omit<Input, 'customers'>> = {},
): readonly Input[] {
  return customers.map((together) => ({ ...defaultInput, ...rest, implementation, customers: together }))
}
