import { describe, expect, test } from 'vitest'
import { defaultInput, parsePlan, type Input, type Run } from '#simulator'
import { customerViews } from './customer-views.ts'
import { openSimulator } from '#scenarios/checkout/testing/open-simulator.ts'

const simulator = openSimulator()

function runOf(implementation: string, plan: string, rest: Partial<Input> = {}): Promise<Run> {
  return simulator.simulate({ ...defaultInput, ...rest, implementation, plan: parsePlan(plan) })
}

/** `shop: Something went wrong (Will try again)`, one a card, and the end. */
function seen(run: Run, cursor = run.trace.length, customer = 0) {
  const view = customerViews(run, cursor)[customer]
  const cards = view?.cards.map(
    ({ from, words, detail }) => `${from}: ${words}${detail === null ? '' : ` (${detail})`}`,
  )
  return { cards, truth: view?.ending?.words ?? null, tone: view?.ending?.tone ?? null }
}

const crashed = 'server/commit:reserveInventory#1=crash-after'

describe('what a customer sees', () => {
  test('from the click to the parcel, each page and mail once', async () => {
    expect(seen(await runOf('durable', ''))).toEqual({
      cards: [
        'stripe: Pay for your order (€18)',
        'stripe: Payment successful (€18)',
        'mail: Receipt for €18 (From Stripe)',
        'shop: Thank you for your order',
        'mail: Your parcel is on its way (From the carrier)',
      ],
      truth: 'Alice has paid once, and one parcel is on its way.',
      tone: 'good',
    })
  })

  test('where the customer got what she paid for and the shop did not, both are said', async () => {
    const endingOf = async (implementation: string) => {
      const run = await runOf(implementation, crashed)
      return customerViews(run, run.trace.length)[0]?.ending
    }
    expect(await endingOf('naive')).toMatchObject({
      words: 'Alice has paid once, and one parcel is on its way.',
      tone: 'good',
      shop: 'The shop has lost: a mug stays reserved for an unpaid order.',
    })
    expect(await endingOf('at-least-once')).toMatchObject({
      tone: 'good',
      shop: 'The shop has lost: a mug left the stock for no order.',
    })
    expect(await endingOf('durable')).toMatchObject({ tone: 'good', shop: null })
  })

  test('only what has happened by the cursor: loading, then the redirect, and no end', async () => {
    const run = await runOf('naive', '')
    expect(seen(run, 0)).toEqual({ cards: [], truth: null, tone: null })
    expect(seen(run, 1).cards).toEqual(['shop: Loading (Has clicked “buy”)'])
    const answer = run.trace.find(({ actor, what }) => actor.role === 'customer' && what.kind === 'arrived')
    expect(seen(run, answer?.index).cards).toEqual(['shop: On to Stripe’s page'])
    expect(seen(run, (answer?.index ?? 0) + 1)).toMatchObject({
      cards: ['stripe: Pay for your order (€18)'],
      truth: null,
    })
  })

  test('an error page before the page of the next try', async () => {
    const { cards } = seen(await runOf('naive', crashed))
    expect(cards?.slice(0, 2)).toEqual([
      'shop: This site can’t be reached (Will try again)',
      'stripe: Pay for your order (€18)',
    ])
  })

  test('nothing is told of a cancelled order, and that is what is shown', async () => {
    const { cards, truth } = seen(await runOf('naive', '', { customers: ['leaves'] }))
    expect(cards).toEqual([
      'stripe: Pay for your order (Leaves without paying)',
      'nothing: No mail (The order is cancelled, and the shop sends no mail)',
    ])
    expect(truth).toBe('Alice has paid nothing, and nothing is on its way.')
  })

  test('out of stock is told by the page itself', async () => {
    expect(seen(await runOf('naive', '', { customers: ['out-of-stock'] }))).toMatchObject({
      cards: ['shop: Out of stock'],
      tone: 'good',
    })
  })

  test('a declined card, then another', async () => {
    expect(seen(await runOf('naive', '', { customers: ['second-card'] }))).toMatchObject({
      cards: [
        'stripe: Pay for your order (€18)',
        'stripe: Your card was declined (Tries another card)',
        'stripe: Payment successful (€18)',
        'mail: Receipt for €18 (From Stripe)',
        'shop: Thank you for your order',
        'mail: Your parcel is on its way (From the carrier)',
      ],
      tone: 'good',
    })
  })

  test('an order with nothing to pay: no receipt, one parcel', async () => {
    expect(seen(await runOf('durable', '', { customers: ['free-order'] }))).toEqual({
      cards: [
        'stripe: Pay for your order (€0)',
        'stripe: Order confirmed (€0)',
        'shop: Thank you for your order',
        'mail: Your parcel is on its way (From the carrier)',
      ],
      truth: 'Alice had nothing to pay, and a parcel is on its way.',
      tone: 'good',
    })
  })

  test('the page to which she returns is the one that the shop answers with', async () => {
    const lost = 'stripe/webhook:checkout.session.completed#1=drop(tries=all)'
    const guards = { returnPage: true }
    expect(seen(await runOf('naive', lost, { guards })).cards?.slice(-2)).toEqual([
      'mail: Your parcel is on its way (From the carrier)',
      'shop: Thank you for your order',
    ])
    const noAnswer = `${lost};server/response:return#1=drop`
    expect(seen(await runOf('naive', noAnswer, { guards })).cards?.at(-1)).toBe(
      'shop: This site can’t be reached',
    )
  })

  test('a second click and a second tab are noted at the page that was on screen', async () => {
    const { cards } = seen(await runOf('naive', '', { customers: ['pays-both'] }))
    expect(cards?.slice(0, 2)).toEqual([
      'shop: On to Stripe’s page (Clicks again)',
      'stripe: Pay for your order (€18)',
    ])
    expect(cards?.join()).toContain('Thank you for your order (Finds the other tab still open)')
  })

  test('of two customers each sees their own', async () => {
    const run = await runOf('naive', '', { customers: ['pays', 'leaves'] })
    expect(customerViews(run, run.trace.length).map(({ name }) => name)).toEqual(['Alice', 'Bob'])
    expect(seen(run, run.trace.length, 1).cards?.[0]).toBe(
      'stripe: Pay for your order (Leaves without paying)',
    )
  })
})

describe('the truth in the end', () => {
  test.each([
    [
      'paid and told so, and no parcel',
      'stripe/webhook:checkout.session.completed#1=drop(tries=all)',
      {},
      'Alice has paid and no parcel is on its way.',
    ],
    [
      'two parcels for one payment',
      'stripe/webhook:checkout.session.completed#1=duplicate',
      {},
      'Alice has paid once, and 2 parcels are on their way.',
    ],
    [
      'told that there is none, because her first order holds it',
      crashed,
      { stock: 1 },
      'Alice saw “Out of stock”, and a mug is left unsold.',
    ],
    [
      'nothing to pay, and no parcel',
      'stripe/webhook:checkout.session.completed#1=drop(tries=all)',
      { customers: ['free-order'] },
      'Alice had nothing to pay, and no parcel is on its way.',
    ],
  ] as const)('%s', async (_, plan, rest, truth) => {
    const run = await runOf('naive', plan, rest)
    expect(seen(run)).toMatchObject({ truth, tone: 'bad' })
    expect(seen(run, run.trace.length - 1).truth).toBeNull()
  })

  test('charged twice: from the rows', async () => {
    const run = await runOf('durable', '')
    const [charge] = run.tables['stripe.charges'] ?? []
    const twice = { ...run, tables: { ...run.tables, 'stripe.charges': [charge ?? {}, charge ?? {}] } }
    expect(seen(twice).truth).toBe('Alice has been charged twice, €36 in all.')
  })
})
