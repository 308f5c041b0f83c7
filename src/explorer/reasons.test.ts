import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSimulator } from '#scenarios/checkout/testing/open-simulator.ts'
import { randomInput } from '#scenarios/checkout/testing/random-inputs.ts'
import { examples } from '#scenarios/checkout/testing/telling-inputs.ts'
import { formatInput, violationsIn } from '#simulator'
import { isWhole } from '#simulator/testing/is-whole.ts'
import { explain, explainVerdict } from './explain.ts'
import { unshown } from './testing/reason-claims.ts'

const simulator = openSimulator()

/** Reasons are data (`reasons.ts`), so that they can be laid beside the trace. */
test('no reason names a message, an actor, an order or a row that the trace does not have', async () => {
  await fc.assert(
    fc.asyncProperty(randomInput, async (input) => {
      const run = await simulator.simulate(input)
      const reference = input.plan.length === 0 ? undefined : await simulator.simulate({ ...input, plan: [] })
      const links = [
        ...explain(run, reference).links,
        ...violationsIn(run).flatMap((verdict) => explainVerdict(run, verdict, reference)),
      ]
      expect(unshown(links, run), JSON.stringify(formatInput(input))).toEqual([])
    }),
    { seed: 16, numRuns: (isWhole ? 1_000 : 40) + examples.length, examples },
  )
})
