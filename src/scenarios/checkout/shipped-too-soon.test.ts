import { expect, test } from 'vitest'
import { defaultInput } from '#simulator'
import { idsOf } from './testing/verdicts.ts'
import { openSimulator } from './testing/open-simulator.ts'

/** The last state of the rows cannot show that a mug left a day before its money came: S11 is asked at each commit. */

const simulator = openSimulator()

const play = (implementation: string, customers: readonly string[]) =>
  simulator.simulate({ ...defaultInput, implementation, customers })

test('naive, and the payment settles later: violated from the commit of fulfillOrder on', async () => {
  const run = await play('naive', ['settles-later'])
  const violated = run.trace.find(({ what }) => what.kind === 'violated')
  expect(violated?.what).toMatchObject({ invariant: 'S11', rows: [{ order_id: 'ord_1', shipped: 1 }] })
  const commit = run.trace.findLast(
    ({ index, what }) => index < (violated?.index ?? 0) && what.kind === 'commit',
  )
  expect(commit?.what).toMatchObject({ label: 'fulfillOrder' })
  expect(idsOf(run)).toBe('S11')
})

test.each(['state-machine', 'at-least-once', 'durable'])(
  '%s ships after the payment',
  async (implementation) => {
    const run = await play(implementation, ['settles-later'])
    expect(idsOf(run)).toBe('')
    expect(run.tables['shipments']).toHaveLength(1)
  },
)
