import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import { defaultInput, formatPlan, parsePlan, type Input, type Run, type Verdict } from '#simulator'
import { openDatabase } from '#simulator/database.ts'
import { createSimulator, type Simulator } from '#simulator/simulate.ts'
import { companionsOf, sweepCrashes } from '../scenarios/checkout/testing/sweep.ts'
import { explain, explainVerdict } from './explain.ts'
import { mostLinks, type Link } from './links.ts'

let database: PGlite
let simulator: Simulator

beforeAll(async () => {
  database = await openDatabase()
  simulator = createSimulator(database, scenario)
})
afterAll(() => database.close())

async function runOf(
  implementation: string,
  plan: string,
  { customers = ['pays'], ...rest }: Partial<Input> = {},
): Promise<{ run: Run; reference: Run }> {
  const input = { ...defaultInput, ...rest, implementation, customers, plan: parsePlan(plan) }
  return {
    run: await simulator.simulate(input),
    reference: await simulator.simulate({ ...input, plan: [] }),
  }
}

/** `did 9 A commits …`, one line a link. */
const told = (links: readonly Link[]) =>
  links.map(({ event, role, words }) => `${role} ${event ?? '–'} ${words.replaceAll('\u00a0', ' ')}`)

async function story(implementation: string, plan: string, rest: Partial<Input> = {}): Promise<string[]> {
  const { run, reference } = await runOf(implementation, plan, rest)
  return told(explain(run, reference).links)
}

/** What is wrong with an explanation of a violation, in words; nothing if all is as it must be. */
function faultsOf(run: Run, verdict: Verdict, reference: Run): readonly string[] {
  const links = explainVerdict(run, verdict, reference)
  const words = links.map((link) => link.words).join(' ')
  const events = links.flatMap(({ event }) => event ?? [])
  const inOrder = links.slice(0, -1).flatMap(({ event }) => event ?? [])
  const first = links.findIndex(({ role }) => role === 'fault')
  const fired = run.trace.filter(({ what }) => what.kind === 'fault').map(({ index }) => index)
  const isOfAFault = (event: number | null) =>
    event !== null && (fired.includes(event) || fired.includes(run.trace[event - 1]?.cause ?? 0))
  const order = verdict.rows[0]?.['order_id']
  const checks: readonly (readonly [isRight: boolean, says: string])[] = [
    [links.length >= 3 && links.length <= mostLinks, `${links.length} links`],
    [events.every((event) => run.trace[event - 1]?.index === event), 'cites no event of the run'],
    [isSorted(inOrder), 'not in the order of the events'],
    [links.every((one) => /^\S.*[^.…:,]\.$/.test(one.words)), 'no sentence'],
    [!/undefined|null|NaN|\[object|\.\./.test(words), 'something shows through'],
    [links.every((one) => one.words.includes(one.strong ?? '')), 'bold is not part of it'],
    [
      links.at(-1)?.role === 'left' && links.at(-1)?.event === verdict.event,
      'ends otherwise than with what is left',
    ],
    [first >= 0 && links.slice(0, first).every(({ role }) => role === 'did'), 'does not begin at the fault'],
    [links.every(({ role, event }) => role !== 'fault' || isOfAFault(event)), 'cites no fault that struck'],
    [typeof order !== 'string' || words.includes(order), 'says nothing of the order'],
  ]
  const wrong = checks.filter(([isRight]) => !isRight).map(([, says]) => says)
  if (wrong.length === 0) return []
  const { implementation, customers, plan } = run.input
  return [
    [
      `${verdict.id}, ${implementation}, ${customers.join()}, ${formatPlan(plan)}: ${wrong.join(', ')}`,
      ...told(links),
    ].join('\n'),
  ]
}

function isSorted(numbers: readonly number[]): boolean {
  return numbers.every((number, at) => at === 0 || number >= (numbers[at - 1] ?? 0))
}

function allFaultsOf(run: Run, reference: Run): readonly string[] {
  return run.verdicts.filter(({ holds }) => !holds).flatMap((verdict) => faultsOf(run, verdict, reference))
}

describe('every violation of a sweep is explained from its fault to the rows that are left (X1, X2)', () => {
  const sweeps = scenario.vocabulary.implementations.flatMap((implementation) =>
    ['pays', 'leaves', 'out-of-stock'].flatMap((customer) =>
      companionsOf(customer)
        .filter(({ name }) => name === 'alone' || name === 'webhook twice')
        .map(({ name, plan }) => ({ implementation, customer, name, plan })),
    ),
  )

  test.each(sweeps)('$implementation, $customer, $name', async ({ implementation, customer, plan }) => {
    const base = { implementation, customers: [customer], plan }
    const { violating } = await sweepCrashes(simulator, base)
    const reference = await simulator.simulate({ ...defaultInput, ...base, plan: [] })
    const wrong: string[] = []
    for (const { input } of violating) wrong.push(...allFaultsOf(await simulator.simulate(input), reference))
    expect(wrong).toEqual([])
  })

  test('also where a webhook never comes, or comes late', async () => {
    for (const plan of [
      'stripe/webhook:checkout.session.completed#1=drop(tries=all)',
      'stripe/webhook:checkout.session.completed#1=drop(tries=all);server/commit:reserveInventory#1=crash-after',
    ]) {
      const { run, reference } = await runOf('naive', plan)
      expect(run.verdicts.some(({ holds }) => !holds)).toBe(true)
      expect(allFaultsOf(run, reference)).toEqual([])
    }
  })
})

describe('in words', () => {
  const reserved = 'server/commit:reserveInventory#1=crash-after'

  test('an order that nobody goes on with: who knew of it, and why the next try does not', async () => {
    expect(await story('naive', reserved)).toEqual([
      'did 9 A commits the reservation: stock 2 → 1, for ord_1.',
      'fault 11 Server A dies, before it asks Stripe for a payment session.',
      'because 14 Alice sees “This site can’t be reached” and clicks again.',
      'because 18 B writes a second order, ord_2: nothing ties the new request to ord_1.',
      'because – Nobody works on ord_1 again: what was to come next was in the memory of A alone.',
      'left 43 1 mug stays held for ord_1, which nobody pays.',
    ])
  })

  test('the same crash where it does no harm: the checkpoint is there', async () => {
    const { run, reference } = await runOf('durable', reserved)
    const { links, invariant, parting } = explain(run, reference)
    expect({ invariant, parting }).toEqual({ invariant: null, parting: 15 })
    expect(told(links)).toContain('fault 16 Server A dies, before it asks Stripe for a payment session.')
    expect(links).toContainEqual(
      expect.objectContaining({
        event: 29,
        words: 'B finds checkpoint 1, so it does not run reserveInventory again.',
        strong: 'so it does not run reserveInventory again',
      }),
    )
    expect(links[0]).toMatchObject({
      strong: 'and checkpoint 1 in one transaction',
      rows: [
        { table: 'inventory', key: 'mug' },
        { table: 'reservations', key: '1' },
      ],
    })
  })

  test('a parcel twice: the same webhook came twice, and nobody asked', async () => {
    expect(await story('naive', 'stripe/webhook:checkout.session.completed#1=duplicate')).toEqual([
      'fault 19 The “completed” webhook comes twice.',
      'did 26 B commits the shipment, for ord_1.',
      'because 28 A gets a “completed” webhook from Stripe: evt_1, a second time.',
      'because 29 A starts on it at once: no statement asks whether it has been done.',
      'again 33 A commits the shipment, for ord_1.',
      'left 38 ord_1 is paid once and shipped twice.',
    ])
  })

  test('two pages to pay on: another order, another call', async () => {
    expect(await story('naive', 'server/stripe.checkout.sessions.create#1=crash-after')).toEqual([
      'did 10 A asks Stripe for a payment session: cs_1, for ord_1.',
      'fault 12 Server A dies, before it could write the session into the order.',
      'because 15 Alice sees “This site can’t be reached” and clicks again.',
      'because 19 B writes a second order, ord_2: nothing ties the new request to ord_1.',
      'again 24 B asks Stripe for a payment session: cs_2, for ord_2.',
      'left 25 cart-1 has 2 pages on which it can be paid: cs_1 and cs_2.',
    ])
  })

  test('a stock that counts too many: undone again', async () => {
    const links = await story('naive', 'server/commit:undoOrder#1=crash-after', { customers: ['leaves'] })
    expect(links).toContain('because 31 Stripe has no good answer and sends the webhook again, try 2.')
    expect(links.at(-1)).toBe('left 38 The stock counts 1 mug more than there ever were.')
  })

  test('paid and never shipped: who would have told, and who did not ask', async () => {
    expect(await story('naive', 'stripe/webhook:checkout.session.completed#1=drop(tries=all)')).toEqual([
      'did 17 Alice pays on Stripe’s page, for ord_1.',
      'fault 19 The “completed” webhook is lost, every try of it.',
      'because 42 Stripe tries 8 times and gives up.',
      'because – Only that webhook would have told the shop what became of ord_1: nobody asks Stripe.',
      'left 44 ord_1 is paid, and nothing is shipped.',
    ])
  })

  test('a call made twice without harm: under the same key', async () => {
    const links = await story('durable', 'server/stripe.checkout.sessions.create#1=crash-after')
    expect(links).toContain(
      'because 33 B asks Stripe for a payment session again under the same key: Stripe repeats its first answer.',
    )
  })

  test('a run without faults: what took effect, in its order', async () => {
    expect(await story('durable', '')).toEqual([
      'did 14 A commits the reservation and checkpoint 1 in one transaction: stock 2 → 1, for ord_1.',
      'did 26 Alice pays on Stripe’s page, for ord_1.',
      'did 48 B commits the shipment and checkpoint 5 in one transaction, for ord_1.',
    ])
  })

  test('a long run is explained well within a frame', async () => {
    const { run, reference } = await runOf(
      'naive',
      'stripe/webhook:checkout.session.completed#1=duplicate;server/commit:fulfillOrder#1=crash-after',
      { customers: ['pays', 'pays'] },
    )
    explain(run, reference)
    const startedMs = performance.now()
    for (let round = 0; round < 10; round += 1) explain(run, reference)
    expect((performance.now() - startedMs) / 10).toBeLessThan(16)
  })
})
