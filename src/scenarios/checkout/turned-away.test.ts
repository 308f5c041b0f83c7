import { describe, expect, test } from 'vitest'
import { defaultInput, parsePlan, type Input } from '#simulator'
import { openSimulator } from './testing/open-simulator.ts'

/** L3: a lost sale is no violation of any other rule, so without it a shop that sells nothing is a good one. */

const simulator = openSimulator()

async function play(input: Partial<Omit<Input, 'plan'>>, plan = '') {
  const run = await simulator.simulate({ ...defaultInput, ...input, plan: parsePlan(plan) })
  const violations = run.trace.flatMap(({ what }) => (what.kind === 'violated' ? [what] : []))
  return { run, violations, ids: violations.map(({ invariant }) => invariant) }
}

const lost = [1, 2, 3].map((n) => `server/stripe.checkout.sessions.create#${n}=response-lost`).join(';')
const wrongTime = { implementation: 'state-machine', guards: { databaseTime: false } }

describe('a final no', () => {
  test('to a customer who can pay, with her mug in stock, is a violation', async () => {
    const { run, violations } = await play(wrongTime, lost)
    expect(violations).toMatchObject([
      { invariant: 'L3', rows: [{ customer: 'Alice', why: 'We cannot take this order', available: 2 }] },
    ])
    expect(run.tables['orders']).toMatchObject([{ status: 'CANCELLED' }])
  })

  test('with the guard she gets her page', async () => {
    expect((await play({ implementation: 'state-machine' }, lost)).ids).toEqual([])
  })

  test.each(['poison', 'out-of-stock', 'declines'])(
    'to one who cannot pay, %s, is none',
    async (customer) => {
      const { ids } = await play({ implementation: 'durable', customers: [customer] })
      expect(ids).toEqual([])
    },
  )

  test('to the second customer of the last mug is none, although it is back in stock later', async () => {
    const { run, ids } = await play({ implementation: 'durable', customers: ['leaves', 'pays'], stock: 1 })
    expect(ids).toEqual([])
    expect(run.tables['inventory']).toMatchObject([{ stock: 1 }])
  })
})

describe('the end of a customer’s patience', () => {
  const stuck = 'server/begin:reserveInventory#1=crash-before'
  const cartKey = { implementation: 'naive', guards: { cartKey: true } }

  test('with no fault in force any more is a violation: the shop has forgotten her order', async () => {
    const { ids } = await play(cartKey, `${stuck}`)
    expect(ids).toContain('L3')
  })

  test('of one who gives up at once, under the fault, is none', async () => {
    const { ids } = await play({ ...cartKey, customers: ['gives-up'] }, stuck)
    expect(ids).not.toContain('L3')
  })

  test('as long as no server is up is none', async () => {
    const never = 'customer/request:checkout#1=crash-before(target=A,restart=never)'
    const { run, ids } = await play({ implementation: 'durable', servers: 1 }, never)
    expect(ids).toEqual([])
    expect(run.trace.some(({ what }) => what.kind === 'customer' && what.action === 'gives up')).toBe(true)
  })
})
