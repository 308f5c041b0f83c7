/** That no single fault violates anything where nothing should: of every kind, at every operation, for every customer. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { durableFacts } from '#scenarios/checkout/catalogue.ts'
import { faultKinds, formatFault, type Fault, type Input } from '#simulator'
import { isWhole } from '#simulator/testing/is-whole.ts'
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
const clean = { failing: [], withoutEffect: [], isLarge: true, missed: [] }

/** A schedule with an outage takes a hundred times as long as others: a sample of those is in `outage.test.ts`. */
const kinds = faultKinds.filter((kind) => kind !== 'preempt' && (isWhole || kind !== 'outage'))

/**
 * Explores all single faults of these bases, or a sample of them.
 *
 * @param share one of the samples that are fair
 */
async function exploreSingles(bases: readonly Input[], share: number) {
  const tried = new Set<string>()
  const offered = new Set<string>()
  const withoutEffect: string[] = []
  const run = createRunner(explorer.simulator)
  const watched: Runner = async (jobs) => {
    const outcomes = await run(jobs)
    for (const [at, outcome] of outcomes.entries()) {
      const [fault] = jobs[at]?.input.plan ?? []
      if (fault !== undefined) addTo(tried, fault)
      // Whether a transaction is open, in which nothing is slow, is seen only in the run.
      const isWithheld = fault?.kind === 'slow'
      if (fault !== undefined && outcome.kind === 'verdicts' && !outcome.fired && !isWithheld)
        withoutEffect.push(formatFault(fault))
      if (outcome.kind === 'points')
        for (const each of singleFaults(outcome.points, 'full'))
          if (kinds.includes(each.kind)) addTo(offered, each)
    }
    return outcomes
  }
  // What is only foreseen has no job of its own.
  const reductions = ['same-rest', 'conflicts', 'clean-before'] as const
  const findings = await exploreOn(watched, { bases, kinds, reductions, ...sample(share) })
  const isLarge = findings.schedules > sampleOf(4_000)
  return { ...findings, withoutEffect, isLarge, missed: [...offered].filter((each) => !tried.has(each)) }
}

/** A sample is fair if it has every kind of fault, and every operation. */
function addTo(seen: Set<string>, { kind, point: { role, label } }: Fault): void {
  seen.add(kind)
  seen.add(`${role}/${label}`)
}

test('durable, with two customers at once too', { timeout }, async () => {
  const alone = basesOf('durable')
  const together = basesOf('durable', { customers: [['pays', 'leaves']] })
  const findings = await exploreSingles([...alone, ...together], 8)
  expect(findings).toMatchObject(clean)
  const never = neverReached(durableFacts, {}, findings.reached['durable']).map(({ id }) => id)
  const rare = ['other-page', 'both-down']
  // A sample may miss others too.
  expect(never.filter((id) => isWhole || rare.includes(id))).toEqual(rare)
})

test('at least once, its steps made idempotent', { timeout }, async () => {
  const bases = basesOf('at-least-once', { guards: { idempotentSteps: true } })
  expect(await exploreSingles(bases, 4)).toMatchObject(clean)
})

test('state machine', { timeout }, async () => {
  expect(await exploreSingles(basesOf('state-machine'), 1)).toMatchObject(clean)
})
