import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultInput, formatFault, formatInput, formatPlan, parsePlan, type Input } from '#simulator'
import { randomInput } from './random-schedule.ts'
import { shrink, shrinkFully } from './shrink.ts'
import { simplerInputs } from './simpler.ts'

const points = [
  'customer/request:checkout#1',
  'server/begin:reserveInventory#1',
  'server/reserveInventory.takeStock#1',
  'server/commit:reserveInventory#1',
  'server/stripe.checkout.sessions.create#1',
  'stripe/webhook:checkout.session.completed#1',
  'server/commit:reserveInventory@order-2#1',
]
const worlds: readonly Input[] = [
  defaultInput,
  { ...defaultInput, customers: ['leaves', 'pays'], stock: 1, servers: 1 },
]
/** Inputs with up to six faults of all kinds, as an exploration draws them. */
const inputs = fc.nat(100_000).map((number) => randomInput(worlds, [points, points], 1, number))

const textOf = (input: Input): string => JSON.stringify(formatInput(input))

/** Fails or not as the dice say, the same for the same input; what is smaller need not fail because it is smaller. */
const failing = fc.tuple(fc.integer({ min: 2, max: 6 }), fc.nat(1_000)).map(
  ([one, salt]) =>
    (input: Input) =>
      (hash(textOf(input)) + salt) % one === 0,
)

function hash(text: string): number {
  let sum = 7
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003
  return sum
}

describe('shrinking', () => {
  test('what is left fails, and nothing simpler by one thing does', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, failing, async (input, fails) => {
        const isFailing = (candidate: Input): boolean => candidate === input || fails(candidate)
        const smallest = await shrinkFully(input, (candidate) => Promise.resolve(isFailing(candidate)))
        expect(isFailing(smallest)).toBe(true)
        for (const { input: simpler } of simplerInputs(smallest)) expect(isFailing(simpler)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  test('what is simpler can be read back, and is another', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const simpler = [...simplerInputs(input)]
        for (const { input: each } of simpler) {
          expect(parsePlan(formatPlan(each.plan))).toEqual(each.plan)
          expect(textOf(each)).not.toBe(textOf(input))
        }
        expect(new Set(simpler.map(({ input: each }) => textOf(each))).size).toBe(simpler.length)
      }),
    )
  })

  test('where everything fails nothing is left but the usual world', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        const smallest = await shrinkFully(input, () => Promise.resolve(true))
        expect(smallest).toEqual({ ...defaultInput, customers: [smallest.customers[0]] })
      }),
    )
  })

  test.each([
    [
      'server/commit:reserveInventory#1=crash-before(restart=never)',
      'crash-',
      'server/commit:reserveInventory#1=crash-after',
    ],
    [
      'server/commit:reserveInventory#1=freeze(for=40min)',
      'freeze',
      'server/commit:reserveInventory#1=freeze(for=1s)',
    ],
    [
      'stripe/webhook:checkout.session.completed#1=drop(tries=all)',
      'drop',
      'stripe/webhook:checkout.session.completed#1=drop',
    ],
    ['server/claim#1=freeze(for=5min,target=B)', 'freeze', 'server/claim#1=freeze(for=1s)'],
    ['customer/pay#1=crash-before(restart=1s,target=B)', 'crash-', 'customer/pay#1=crash-after(target=B)'],
    [
      'server/commit:reserveInventory#1=postgres-restart;server/claim#1=crash-after',
      'postgres',
      'server/commit:reserveInventory#1=postgres-restart',
    ],
  ])('%s, of which “%s” matters, comes to %s', async (plan, matters, smallest) => {
    const input = { ...defaultInput, plan: parsePlan(plan) }
    const fails = ({ plan: left }: Input) =>
      Promise.resolve(left.some((fault) => formatFault(fault).includes(`=${matters}`)))
    expect(formatPlan((await shrinkFully(input, fails)).plan)).toBe(smallest)
  })

  test('the second of two customers becomes the first', async () => {
    const plan = parsePlan('server/commit:reserveInventory@order-2#1=crash-after')
    const input: Input = { ...defaultInput, customers: ['leaves', 'pays'], plan }
    const fails = (left: Input) => Promise.resolve(left.plan.length === 1 && left.customers.includes('pays'))
    expect(await shrinkFully(input, fails)).toMatchObject({
      customers: ['pays'],
      plan: parsePlan('server/commit:reserveInventory#1=crash-after'),
    })
  })

  test('can be followed step by step, and stopped', async () => {
    const input = { ...defaultInput, stock: 1, plan: parsePlan('server/claim#1=freeze') }
    let asked = 0
    const steps = shrink(input, ({ plan }) => {
      asked += 1
      return Promise.resolve(plan.length > 0)
    })
    expect((await steps.next()).value).toMatchObject({ says: 'without server/claim#1=freeze', fails: false })
    expect((await steps.next()).value).toMatchObject({ says: 'stock 2 instead of 1', fails: true })
    await steps.return(input)
    expect(asked).toBe(2)
  })
})
