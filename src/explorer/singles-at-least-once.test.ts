import { afterAll, beforeAll, expect, test } from 'vitest'
import { basesOf, openExplorer, type Explorer } from './testing/exploring.ts'

let explorer: Explorer
beforeAll(async () => (explorer = await openExplorer()))
afterAll(() => explorer.close())

test(
  'at least once, its steps made idempotent: no single fault of the whole palette violates anything, for any customer',
  { timeout: 1_800_000 },
  async () => {
    const bases = basesOf('at-least-once', { guards: { idempotentSteps: true } })
    const { failing, schedules, unfired } = await explorer.explore({ bases })
    expect(failing).toEqual([])
    expect(schedules).toBeGreaterThan(4_000)
    expect(unfired).toBe(0)
  },
)
