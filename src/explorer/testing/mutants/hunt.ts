/** Looks for a run of at most two faults that notices a mutant, the likeliest first. */
import {
  defaultInput,
  formatPlan,
  parsePlan,
  violatedIds,
  whyNotJudged,
  type Input,
  type Run,
} from '#simulator'
import type { Simulator } from '#simulator/simulate.ts'
import { scenario } from '#scenarios'
import { faultRows, type FaultRow } from '#scenarios/checkout/testing/fault-table.ts'
import { startExploration, type Bound } from '../../exploration.ts'
import { createRunner } from '../../runner.ts'
import { sweep } from '../../sweep.ts'
import type { Mutant, NoticingRun } from './mutant.ts'

interface Hunters {
  readonly mutant: Simulator
  /** Of the project as it is: what is violated there says nothing of the mutant. */
  readonly whole: Simulator
}

export interface Catch {
  readonly run: NoticingRun | null
  readonly schedules: number
}

const shoppers: readonly string[] = [
  ...scenario.customers.map(({ name }) => name),
  'pays,leaves',
  'pays,pays',
]

/** In which implementations an edit can matter. */
export function huntedIn({ file }: Pick<Mutant, 'file'>): readonly string[] {
  if (/state-machine|poller/.test(file)) return ['state-machine']
  return /^engine|workflow/.test(file)
    ? ['durable', 'at-least-once']
    : ['state-machine', 'durable', 'at-least-once']
}

/** @param off guards that are off */
export function inputOf(
  {
    implementation,
    customers,
    plan,
    servers = 2,
  }: Pick<NoticingRun, 'implementation' | 'customers' | 'plan' | 'servers'>,
  off: readonly string[] = [],
): Input {
  return {
    ...defaultInput,
    implementation,
    customers: customers.split(','),
    servers,
    plan: parsePlan(plan),
    guards: {
      // Such an engine is only as good as its steps.
      ...(implementation === 'at-least-once' ? { idempotentSteps: true } : {}),
      ...Object.fromEntries(off.map((guard) => [guard, false])),
    },
  }
}

/** Ids of what is violated; a run that could not be judged shows nothing of a mutant, and does not hold either. */
export function violatedIn(run: Run): readonly string[] {
  return whyNotJudged(run) === null ? violatedIds(run) : [...violatedIds(run), 'not judged']
}

/** Tries the table of faults, then every single fault, then every pair of the short palette, until one notices. */
export async function hunt(
  { mutant, whole }: Hunters,
  implementations: readonly string[],
  customers: readonly string[] = shoppers,
  rows: readonly FaultRow[] = faultRows,
): Promise<Catch> {
  const known = implementations.flatMap((implementation) =>
    rows.flatMap((row) => (row.without ? [] : [inputOf({ ...row, implementation })])),
  )
  const bases = implementations.flatMap((implementation) =>
    customers.map((each) => inputOf({ implementation, customers: each, plan: '' })),
  )
  let schedules = 0
  for (const bound of [
    { bases: known, faults: 0, palette: 'full' },
    { bases, faults: 1, palette: 'full' },
    { bases, faults: 2, palette: 'short' },
  ] as const) {
    const found = await explore({ mutant, whole }, { ...bound, random: null, reduces: true })
    schedules += found.schedules
    if (found.run) return { run: { ...found.run, hunted: schedules }, schedules }
  }
  return { run: null, schedules }
}

async function explore({ mutant, whole }: Hunters, bound: Bound): Promise<Catch> {
  const exploration = startExploration(bound)
  const run = createRunner(mutant)
  const found = new AbortController()
  let noticing: NoticingRun | null = null
  await sweep(
    exploration,
    [
      async (jobs) => {
        const outcomes = await run(jobs)
        for (const [at, outcome] of outcomes.entries()) {
          const { input } = jobs[at] ?? { input: defaultInput }
          const [violates] = outcome.kind === 'verdicts' ? outcome.violated : []
          if (violates === undefined || noticing) continue
          if (violatedIn(await whole.simulate(input, { capture: false })).length > 0) continue
          const { implementation, servers, plan } = input
          noticing = {
            implementation,
            customers: input.customers.join(','),
            servers,
            plan: formatPlan(plan),
            violates,
          }
          found.abort()
        }
        return outcomes
      },
    ],
    { batch: 1, signal: found.signal },
  )
  return { run: noticing, schedules: exploration.progress().tried }
}
