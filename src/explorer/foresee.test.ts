/** Which last faults are known to come to the same before they are run (X5). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultInput, parsePlan, type Input } from '#simulator'
import { childrenOf } from './children.ts'
import { foresee } from './foresee.ts'
import { sortForeseen, type Foresight } from './foreseen.ts'
import { openExplorer, type Explorer } from './testing/exploring.ts'

let explorer: Explorer
beforeAll(async () => (explorer = await openExplorer()))
afterAll(() => explorer.close())

async function foreseen(implementation: string, plan = '', more: Partial<Input> = {}) {
  const input = { ...defaultInput, implementation, plan: parsePlan(plan), ...more }
  const run = await explorer.simulator.simulate(input, { capture: false, checks: 'never' })
  const foresight: Foresight = foresee(run)
  const children = childrenOf(input.plan, run, { palette: 'full' }, { faults: 1, preemptions: 0 })
  const { unnoticed, groups } = sortForeseen(children, foresight)
  const groupOf = (fault: string): readonly string[] => {
    const group = groups.find((each) => each.some((child) => child.fault === `server/${fault}`))
    return (group ?? []).map((child) => child.fault)
  }
  return { foresight, groupOf, unnoticed: unnoticed.map(({ child }) => child.fault), groups }
}

describe('crashes that leave the same', () => {
  test.each([
    ['commit:createOrder#1=crash-after', 'begin:reserveInventory#1=crash-before'],
    ['begin:reserveInventory#1=crash-after', 'reserveInventory.takeStock#1=crash-after'],
    ['reserveInventory.holdUnits#1=crash-after', 'checkpoint:reserveInventory#1=crash-after'],
    ['reserveInventory.takeStock#1=deploy', 'reserveInventory.holdUnits#1=deploy'],
  ])('%s and %s are one', async (one, other) => {
    const { groupOf } = await foreseen('durable')
    expect(groupOf(one)).toContain(`server/${other}`)
  })

  test.each([
    // The second is in a transaction, whose end is told.
    ['commit:createOrder#1=crash-after', 'begin:reserveInventory#1=crash-after'],
    ['commit:reserveInventory#1=crash-before', 'commit:reserveInventory#1=crash-after'],
    // A number is drawn from a sequence.
    ['reserveInventory.holdUnits#1=crash-before', 'reserveInventory.holdUnits#1=crash-after'],
    ['begin:reserveInventory#1=crash-after', 'begin:reserveInventory#1=crash-after(restart=never)'],
    ['begin:reserveInventory#1=crash-before', 'begin:reserveInventory#1=deploy'],
    ['stripe.checkout.sessions.create#1=crash-before', 'stripe.checkout.sessions.create#1=crash-after'],
    ['reserveInventory.takeStock#1=serialization-failure', 'reserveInventory.takeStock#1=deadlock'],
  ])('%s and %s are not', async (one, other) => {
    const { groupOf } = await foreseen('durable')
    expect(groupOf(one)).toContain(`server/${one}`)
    expect(groupOf(one)).not.toContain(`server/${other}`)
  })

  test('none where the name of a key is drawn in between', async () => {
    const drawing = await foreseen('naive')
    const [before, call] = [
      'commit:reserveInventory#1=crash-after',
      'stripe.checkout.sessions.create#1=crash-before',
    ]
    expect(drawing.groupOf(call)).not.toContain(`server/${before}`)
    const named = await foreseen('durable')
    expect(named.groupOf(call)).toContain(`server/${before}`)
  })
})

describe('a clock that jumps', () => {
  test('is noticed by nobody where the time is the database’s', async () => {
    const { unnoticed } = await foreseen('durable')
    expect(unnoticed).toContain('server/commit:createOrder#1=clock-jump')
    expect(unnoticed.every((fault) => fault.includes('clock-jump'))).toBe(true)
  })

  test('is noticed before its last reading, and not after it', async () => {
    const { unnoticed, foresight } = await foreseen('naive')
    const points = Object.keys(foresight)
    const seen = points.map((point) => unnoticed.includes(`${point}=clock-jump`))
    expect(seen).toContain(false)
    expect(seen).toContain(true)
    expect(seen.at(-1)).toBe(true)
    expect(unnoticed).not.toContain('server/createOrder#1=clock-jump')
  })
})

test('nothing is foreseen by chance, where a fault has yet to happen, or while one lasts', async () => {
  expect((await foreseen('durable', '', { seed: 2 })).foresight).toEqual({})
  expect((await foreseen('durable', 'server/commit:undoOrder#1=crash-after')).foresight).toEqual({})
  const slow = await foreseen('durable', 'server/stripe.checkout.sessions.create#1=slow')
  expect(slow.foresight).toEqual({})
})
