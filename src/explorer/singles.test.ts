/** That no single fault violates anything where nothing should: of every kind, at every operation, for every customer. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { durableFacts } from '#scenarios/checkout/catalogue.ts'
import type { Fault, Input } from '#simulator'
import type { Findings } from './findings.ts'
import type { Runner } from './job.ts'
import { singleFaults } from './palette.ts'
import { neverReached } from './reachability.ts'
import { createRunner } from './runner.ts'
import { basesOf, exploreOn, openExplorer, sample, sampleOf, type Explorer } from './testing/exploring.ts'

let explorer: Explorer
beforeAll(async () => (explorer = await openExplorer()))
afterAll(() => explorer.close())

const timeout = 1_800_000

/** Explores all single faults of these bases, or the sample of them, and finds none that violates anything. */
async function expectClean(bases: readonly Input[]): Promise<Findings> {
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
  const findings = await exploreOn(watched, { bases, ...sample })
  expect(findings.failing).toEqual([])
  expect(findings.unfired).toBe(0)
  // A sweep that swept nothing would be clean as well.
  expect(findings.schedules).toBeGreaterThan(sampleOf(4_000))
  expect([...offered].filter((each) => !tried.has(each))).toEqual([])
  return findings
}

/** A sample is fair if it has every kind of fault, and every operation. */
function addTo(seen: Set<string>, { kind, point: { role, label } }: Fault): void {
  seen.add(kind)
  seen.add(`${role}/${label}`)
}

test('durable, with two customers at once too', { timeout }, async () => {
  const alone = basesOf('durable')
  const together = basesOf('durable', { customers: [['pays', 'leaves']] })
  const findings = await expectClean([...alone, ...together])
  const never = neverReached(durableFacts, {}, findings.reached['durable']).map(({ id }) => id)
  expect(never).toEqual(['other-page', 'both-down'])
})

test('at least once, its steps made idempotent', { timeout }, async () => {
  const bases = basesOf('at-least-once', { guards: { idempotentSteps: true } })
  await expectClean(bases)
})

test('state machine', { timeout }, async () => {
  await expectClean(basesOf('state-machine'))
})
