import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatInput } from '#simulator'
import { isWhole } from '#simulator/testing/is-whole.ts'
import { unshown } from '../testing/claims.ts'
import { openSimulator } from '../testing/open-simulator.ts'
import { randomInput } from '../testing/random-inputs.ts'
import { examples, tellingInputs } from '../testing/telling-inputs.ts'
import { askedOf } from '../wording.ts'

const simulator = openSimulator()

test.each(tellingInputs)('$answer is among what is looked at', async ({ answer, input }) => {
  expect(askedOf(await simulator.simulate(input)).answer.id).toBe(answer)
})

/** What is asked and answered is data (`messages.ts`), so that it can be laid beside the rows. */
test('no question or answer claims what the final rows and the trace do not show', async () => {
  await fc.assert(
    fc.asyncProperty(randomInput, async (input) => {
      const run = await simulator.simulate(input)
      expect(unshown(askedOf(run), run), JSON.stringify(formatInput(input))).toEqual([])
    }),
    { seed: 10, numRuns: (isWhole ? 1_500 : 60) + examples.length, examples },
  )
})
