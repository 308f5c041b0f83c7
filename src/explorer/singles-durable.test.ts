import { afterAll, beforeAll, expect, test } from 'vitest'
import { basesOf, openExplorer, type Explorer } from './testing/exploring.ts'
import { durableFacts } from '#scenarios/checkout/catalogue.ts'
import { neverReached } from './reachability.ts'

let explorer: Explorer
beforeAll(async () => (explorer = await openExplorer()))
afterAll(() => explorer.close())

test(
  'durable: no single fault of the whole palette violates anything, for any customer',
  { timeout: 1_800_000 },
  async () => {
    const alone = basesOf('durable')
    const together = basesOf('durable', { customers: [['pays', 'leaves']] })
    const { failing, schedules, unfired, reached } = await explorer.explore({
      bases: [...alone, ...together],
    })
    expect(failing).toEqual([])
    // A sweep that swept nothing would be clean as well.
    expect(schedules).toBeGreaterThan(4_000)
    expect(unfired).toBe(0)
    expect(neverReached(durableFacts, {}, reached['durable']).map(({ id }) => id)).toEqual([
      'other-page',
      'both-down',
    ])
  },
)
