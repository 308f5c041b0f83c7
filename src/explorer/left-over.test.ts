/** Which faults leave the same state behind, whatever they interrupted (X4). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultInput, parsePlan } from '#simulator'
import { behaviourOf } from './behaviour.ts'
import { withoutLost } from './left-over.ts'
import { openExplorer, type Explorer } from './testing/exploring.ts'

let explorer: Explorer
beforeAll(async () => (explorer = await openExplorer()))
afterAll(() => explorer.close())

function simulate(implementation: string, plan: string) {
  const input = { ...defaultInput, implementation, plan: parsePlan(plan) }
  return explorer.simulator.simulate(input, { capture: false, checks: 'never' })
}

async function behaviour(plan: string): Promise<string> {
  return behaviourOf(await simulate('durable', plan)).hash
}

describe('X4: a process that dies leaves the same', () => {
  test.each([
    [
      'after an operation or before the next',
      'commit:createOrder#1=crash-after',
      'begin:reserveInventory#1=crash-before',
    ],
    [
      'anywhere before it has written',
      'commit:createOrder#1=crash-after',
      'begin:reserveInventory#1=crash-after',
    ],
    [
      'anywhere in a transaction that drew no number',
      'begin:reserveInventory#1=crash-after',
      'reserveInventory.takeStock#1=crash-after',
    ],
    [
      'anywhere in one that has drawn one',
      'reserveInventory.holdUnits#1=crash-after',
      'commit:reserveInventory#1=crash-before',
    ],
  ])('%s', async (_, one, other) => {
    expect(await behaviour(`server/${one}`)).toBe(await behaviour(`server/${other}`))
  })

  test.each([
    [
      'before a commit and after it',
      'commit:reserveInventory#1=crash-before',
      'commit:reserveInventory#1=crash-after',
    ],
    [
      'before and after a number is drawn',
      'reserveInventory.holdUnits#1=crash-before',
      'reserveInventory.holdUnits#1=crash-after',
    ],
    [
      'where it comes back later',
      'begin:reserveInventory#1=crash-after',
      'begin:reserveInventory#1=crash-after(restart=never)',
    ],
    [
      'where it comes back with other code',
      'begin:reserveInventory#1=crash-after(restart=5s)',
      'begin:reserveInventory#1=deploy',
    ],
    [
      'before and after a call to Stripe',
      'stripe.checkout.sessions.create#1=crash-before',
      'stripe.checkout.sessions.create#1=crash-after',
    ],
  ])('but not %s', async (_, one, other) => {
    expect(await behaviour(`server/${one}`)).not.toBe(await behaviour(`server/${other}`))
  })
})

describe('what is left of a process', () => {
  test('nothing that it did not commit, and all that it did', async () => {
    const run = await simulate('durable', 'server/checkpoint:reserveInventory#1=crash-after')
    const crash = run.trace.findIndex(({ what }) => what.kind === 'process' && what.change === 'crashed')
    const left = withoutLost(run).filter(({ index, what }) => index <= crash && what.kind !== 'fault')
    expect(left.flatMap(({ point }) => point ?? [])).toEqual([
      'customer/request:checkout#1',
      'server/start:checkout#1',
      'server/createOrder#1',
      'server/checkpoint:createOrder#1',
      'server/commit:createOrder#1',
      'server/reserveInventory.holdUnits#1',
    ])
  })

  test('all, once Postgres has been away: what failed meanwhile is not told', async () => {
    const run = await simulate(
      'durable',
      'server/createOrder#1=postgres-restart;server/begin:reserveInventory#1=crash-after',
    )
    expect(run.faults.every(({ fired }) => fired)).toBe(true)
    expect(withoutLost(run)).toEqual(run.trace)
  })

  test('what it did lives on that is alive, and so does all that it read', async () => {
    const run = await simulate('durable', 'server/checkpoint:reserveInventory#1=deadlock')
    expect(withoutLost(run)).toEqual(run.trace)
  })
})
