import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { randomPlan } from '#scenarios/checkout/testing/random-faults.ts'
import { defaultInput, parsePlan, type Input, type Run } from '#simulator'
import { compareRuns } from '../../state/comparison.ts'
import { emphasised } from './emphasis.ts'
import { beatsOf, laneLine, type LaneLine } from './lane-line.ts'
import { openSimulator } from '#scenarios/checkout/testing/open-simulator.ts'

const simulator = openSimulator()

const { implementations, customers } = scenario.vocabulary
const words = scenario.story

function simulate(fields: Partial<Input> & { readonly faults?: string }): Promise<Run> {
  const { faults = '', ...input } = fields
  return simulator.simulate({ ...defaultInput, plan: parsePlan(faults), ...input })
}

/** The line of each implementation, as a comparison shows them. */
async function linesOf(faults: string): Promise<readonly (LaneLine & { readonly told: string })[]> {
  const runs = await Promise.all(
    implementations.map((implementation) => simulate({ implementation, faults })),
  )
  return compareRuns(runs, 'fault').lanes.map(({ run, anchor, isStruck }) => {
    const line =
      run === null ? null : laneLine(run, { words, anchor, isStruck, tone: scenario.ask(run).tone })
    const beats = line?.beats ?? []
    return { before: line?.before ?? null, beats, told: beats.map((beat) => beat.words).join(' → ') }
  })
}

const crash = 'server/commit:reserveInventory#1=crash-after'

describe('the line of a lane', () => {
  test('tells the crash after a reservation in each implementation by what it does about it', async () => {
    const lines = await linesOf(crash)
    expect(lines.map(({ before }) => before)).toEqual(implementations.map(() => 'reserved'))
    expect(lines.map(({ told }) => told)).toEqual([
      'A dies → Alice clicks again → second order → reserved again → shipped → ord_1 stuck',
      'A dies → Alice clicks again → order found → not reserved again → shipped',
      'A dies → Alice clicks again → B takes over → no checkpoint 1 → reserved again → shipped → 1 missing',
      'A dies → Alice clicks again → B takes over → finds checkpoint 1 → not reserved again → shipped',
    ])
  })

  test('tells a webhook that is lost for good as one, and the question that makes it harmless', async () => {
    const [naive, , , durable] = await linesOf('stripe/webhook:checkout.session.completed#1=drop(tries=all)')
    expect(naive?.told).toBe('webhook lost → 8 tries in 3 days → paid, not shipped')
    expect(durable?.told).toBe('webhook lost → 8 tries in 3 days → asks Stripe → shipped')
    const [once] = await linesOf('stripe/webhook:checkout.session.completed#1=drop')
    expect(once?.told).toBe('webhook lost → Stripe sends it again → shipped')
  })

  test('tells a zombie as one: it wakes up, it tries, it is rejected', async () => {
    const durable = (await linesOf('server/stripe.checkout.sessions.create#1=freeze(for=5min)'))[3]
    expect(durable?.told).toContain('B takes over → finds checkpoint 1')
    // Her browser has waited: now she gets the page, and pays.
    expect(durable?.told).toMatch(/A wakes up → tries to save step 2 → rejected → shipped$/)
  })

  test('tells an idempotency key by what the repeated call came to', async () => {
    const durable = (await linesOf('server/checkpoint:createSession#1=crash-before'))[3]
    expect(durable?.told).toContain('no checkpoint 2 → called twice, one page')
  })

  test('without a fault it tells the whole run, and nothing comes before', async () => {
    for (const { before, told } of await linesOf('')) {
      expect(before).toBeNull()
      expect(told).toBe('ordered → reserved → payment page → paid → shipped')
    }
  })

  test('sets in bold what tells lanes that hold from those that do not, and marks what is wrong', async () => {
    const lines = await linesOf(crash)
    const tones = ['violated', 'holds', 'violated', 'holds'] as const
    const bold = emphasised(lines.map((line, at) => ({ line, tone: tones[at] ?? 'unknown' })))
    expect(bold.map((own) => [...own])).toEqual([
      ['second order', 'reserved again', 'ord_1 stuck'],
      ['order found', 'not reserved again'],
      ['no checkpoint 1', 'reserved again', '1 missing'],
      ['finds checkpoint 1', 'not reserved again'],
    ])
    const wrong = lines.map(({ beats }) => beats.filter(({ isWrong }) => isWrong).map((beat) => beat.words))
    expect(wrong).toEqual([['reserved again', 'ord_1 stuck'], [], ['reserved again', '1 missing'], []])
    const hidden = emphasised(lines.map((line) => ({ line, tone: 'unknown' })))
    expect(hidden.every((own) => own.size === 0)).toBe(true)
  })
})

/** What is left, counted from the final rows alone and not by the code under test. */
function leftOf({ tables }: Run) {
  const rows = (table: string) => tables[table] ?? []
  const sum = (table: string, column: string) =>
    rows(table).reduce((total, row) => total + Number(row[column] ?? 0), 0)
  return {
    shipped: rows('shipments').length,
    paid: rows('stripe.charges').length,
    page: rows('stripe.sessions').length,
    ordered: rows('orders').length,
    cancelled: rows('orders').filter(({ status }) => status === 'CANCELLED').length,
    taken: sum('inventory', 'initial_stock') - sum('inventory', 'stock'),
  }
}

test('rows decide: no line claims an order, a page, a payment, a reservation or a shipment that is not there', async () => {
  let claims = 0
  await fc.assert(
    fc.asyncProperty(
      randomPlan(3),
      fc.constantFrom(...implementations),
      fc.subarray([...customers], { minLength: 1, maxLength: 2 }),
      async (plan, implementation, who) => {
        const run = await simulate({ plan, implementation, customers: who, stock: 3 })
        const { tone } = scenario.ask(run)
        const whole = { words, anchor: 0, isStruck: false, tone } as const
        const beats = beatsOf(run, whole)
        const left = leftOf(run)
        const told = (effect: string, isIt = (text: string) => text !== '') =>
          beats.filter((beat) => beat.effect === effect && beat.kind !== 'protection' && isIt(beat.words))
            .length
        for (const effect of ['shipped', 'paid', 'page', 'ordered', 'cancelled'] as const)
          expect(told(effect), effect).toBeLessThanOrEqual(left[effect])
        const putBack = told('reserved', (text) => text.startsWith('put back'))
        expect(told('reserved') - 2 * putBack, 'reserved').toBeLessThanOrEqual(left.taken)
        expect(told('shipped'), 'each parcel is told').toBe(left.shipped)
        const again = told('shipped', (text) => text.startsWith('shipped again'))
        expect(again, 'shipped again').toBeLessThanOrEqual(Math.max(0, left.shipped - 1))
        // The line says nothing that the whole list does not.
        const all = new Set(beats.map((beat) => beat.words))
        for (const beat of laneLine(run, whole).beats)
          expect(
            [...all].some((text) => beat.words.startsWith(text)),
            beat.words,
          ).toBe(true)
        expect(laneLine(run, whole).beats.length).toBeLessThanOrEqual(8)
        claims += beats.length
      },
    ),
    { numRuns: 120, seed: 9 },
  )
  expect(claims).toBeGreaterThan(500)
})

test('the line of a run that holds calls nothing wrong', async () => {
  const wrong: string[] = []
  let held = 0
  await fc.assert(
    fc.asyncProperty(randomPlan(2), fc.constantFrom(...implementations), async (plan, implementation) => {
      const run = await simulate({ plan, implementation })
      const { tone } = scenario.ask(run)
      if (tone !== 'holds') return
      held += 1
      const { beats } = laneLine(run, { words, anchor: 0, isStruck: false, tone })
      wrong.push(...beats.filter(({ isWrong }) => isWrong).map((beat) => beat.words))
    }),
    { numRuns: 60, seed: 4 },
  )
  expect(wrong).toEqual([])
  expect(held).toBeGreaterThan(20)
})
