import { afterAll, beforeAll, expect, test } from 'vitest'
import { basesOf, openExplorer, sample, sampleOf, type Explorer } from './testing/exploring.ts'

let explorer: Explorer
beforeAll(async () => (explorer = await openExplorer()))
afterAll(() => explorer.close())

test(
  'durable: no two faults of the short palette violate anything, for who pays and who leaves',
  { timeout: 1_800_000 },
  async () => {
    const bases = basesOf('durable', { customers: [['pays'], ['leaves']] })
    const { failing, schedules, pruned } = await explorer.explore({
      bases,
      faults: 2,
      palette: 'short',
      ...sample(1),
    })
    expect(failing).toEqual([])
    expect(schedules + pruned).toBeGreaterThan(sampleOf(2_000))
  },
)
