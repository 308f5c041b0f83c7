/** That no single fault violates anything where nothing should: of every kind, at every operation, for every customer. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { durableFacts } from '#scenarios/checkout/catalogue.ts'
import type { Fault, Input } from '#simulator'
import type { Runner } from './job.ts'
import { singleFaults } from './palette.ts'
import { neverReached } from './reachability.ts'
import { createRunner } from './runner.ts'
import { basesOf, exploreOn, openExplorer, sample, sampleOf, type Explorer } from './testing/exploring.ts'

let explorer: Explorer
beforeAll(async () => (explorer = await openExplorer()))
afterAll(() => explorer.close())

const timeout = 1_800_000

/** An empty sweep would be clean too, so its size is checked, and that it has every kind of fault and every operation. */
const clean = { failing: [], unfired: 0, isLarge: true, missed: [] }

/** Explores all single faults of these bases, or the sample of them. */
async function exploreSingles(bases: readonly Input[]) {
  const tried = new Set<string>()
  const offered = new Set<string>()
  const run = createRunner(explorer.simulator)
  const watched: Runner = async (jobs) => {
    const outcomes = await run(jobs)
    for (const [at, outcome] of outcomes.entries()) {
      for (const fault of jobs[at]?.input.plan ?? []) addTo(tried, fault)
      if (outcome.kind === 'points')
        for (const fault of singleFaults(outcome.points, 'full')) addTo(offered, fault)
    }
    return outcomes
  }
  const findings = await exploreOn(watched, { bases, ...sample(6) })
  const isLarge = findings.schedules > sampleOf(4_000)
  return { ...findings, isLarge, missed: [...offered].filter((each) => !tried.has(each)) }
}

/** A sample is fair if it has every kind of fault, and every operation. */
function addTo(seen: Set<string>, { kind, point: { role, label } }: Fault): void {
  seen.add(kind)
  seen.add(`${role}/${label}`)
}

test('durable, with two customers at once too', { timeout }, async () => {
  const alone = basesOf('durable')
  const together = basesOf('durable', { customers: [['pays', 'leaves']] })
  const findings = await exploreSingles([...alone, ...together])
  expect(findings).toMatchObject(clean)
  const never = neverReached(durableFacts, {}, findings.reached['durable']).map(({ id }) => id)
  expect(never).toEqual(['other-page', 'both-down'])
})

test('at least once, its steps made idempotent', { timeout }, async () => {
  const bases = basesOf('at-least-once', { guards: { idempotentSteps: true } })
  expect(await exploreSingles(bases)).toMatchObject(clean)
})

test('state machine', { timeout }, async () => {
  expect(await exploreSingles(basesOf('state-machine'))).toMatchObject(clean)
})
