import { describe, expect, test } from 'vitest'
import {
  defaultInput,
  formatPlan,
  kindsAt,
  parsePlan,
  parsePoint,
  violationsIn,
  type Input,
  type Run,
  type Violation,
} from '#simulator'
import { explain, explainVerdict } from './explain.ts'
import { mostLinks, type Link } from './links.ts'
import { openSimulator } from '#scenarios/checkout/testing/open-simulator.ts'
import { isWhole } from '#simulator/testing/is-whole.ts'

const simulator = openSimulator()

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

/** Without event numbers, which move with each line of a checkout. */
async function story(implementation: string, plan: string, rest: Partial<Input> = {}): Promise<string[]> {
  const { run, reference } = await runOf(implementation, plan, rest)
  const { links } = explain(run, reference)
  return links.map(({ role, words }) => `${role}: ${words.replaceAll('\u00a0', ' ')}`)
}

/** What is wrong with an explanation of a violation, in words; nothing if all is as it must be. */
function faultsOf(run: Run, verdict: Violation, reference: Run): readonly string[] {
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
  return violationsIn(run).flatMap((verdict) => faultsOf(run, verdict, reference))
}

interface Swept {
  readonly implementation: string
  readonly customer: string
  readonly off?: string
  /** What happens besides each crash. */
  readonly besides?: string
}

/** Each crash before and after each operation of a server, on top of a plan. */
async function violatingCrashes(input: Input): Promise<readonly Input[]> {
  const quiet = await simulator.simulate(input, { capture: false })
  const crashes = quiet.points
    .filter((point) => point.startsWith('server/'))
    .flatMap((point) => parsePlan(`${point}=crash-before;${point}=crash-after`))
  const found: Input[] = []
  for (const crash of crashes) {
    const run = await simulator.simulate({ ...input, plan: [...input.plan, crash] }, { capture: false })
    if (violationsIn(run).length > 0) found.push(run.input)
  }
  return found
}

const twice = 'stripe/webhook:checkout.session.completed#1=duplicate'

describe('every violation of a sweep is explained from its fault to the rows that are left (X1, X2)', () => {
  const sweeps: readonly Swept[] = [
    ...['pays', 'leaves', 'out-of-stock', 'gives-up'].map((customer) => ({
      implementation: 'naive',
      customer,
    })),
    { implementation: 'naive', customer: 'pays', besides: twice },
    { implementation: 'at-least-once', customer: 'pays' },
    { implementation: 'state-machine', customer: 'gives-up', off: 'poller' },
    { implementation: 'state-machine', customer: 'pays', off: 'guardedUpdates', besides: twice },
    { implementation: 'durable', customer: 'pays', off: 'idempotencyKey' },
    { implementation: 'durable', customer: 'pays', off: 'atomicCheckpoint' },
  ]

  test.each(sweeps)(
    '$implementation, $customer, $off off, $besides',
    async ({ implementation, customer, off, besides = '' }) => {
      const guards = off === undefined ? {} : { [off]: false }
      const base = { ...defaultInput, implementation, customers: [customer], guards }
      const violating = await violatingCrashes({ ...base, plan: parsePlan(besides) })
      const reference = await simulator.simulate(base)
      const wrong: string[] = []
      for (const input of violating) wrong.push(...allFaultsOf(await simulator.simulate(input), reference))
      expect(violating.length).toBeGreaterThan(0)
      expect(wrong).toEqual([])
    },
  )

  test.each(['naive', 'at-least-once'])(
    'every kind of fault at every point of %s',
    async (implementation) => {
      const input = { ...defaultInput, implementation }
      const reference = await simulator.simulate(input)
      const plans = [...new Set(reference.points)].flatMap((point) =>
        kindsAt(parsePoint(point))
          .filter((kind) => !kind.startsWith('crash-'))
          // An hour's outage makes a long run, which is told in the same words.
          .map((kind) => parsePlan(`${point}=${kind}${kind === 'outage' ? '(for=1min)' : ''}`)),
      )
      expect(plans.length).toBeGreaterThan(100)
      const wrong: string[] = []
      for (const plan of plans.filter((_, at) => isWhole || at % 4 === 0))
        wrong.push(...allFaultsOf(await simulator.simulate({ ...input, plan }), reference))
      expect(wrong).toEqual([])
    },
  )

  test('also where a webhook never comes, or comes late', async () => {
    for (const plan of [
      'stripe/webhook:checkout.session.completed#1=drop(tries=all)',
      'stripe/webhook:checkout.session.completed#1=drop(tries=all);server/commit:reserveInventory#1=crash-after',
    ]) {
      const { run, reference } = await runOf('naive', plan)
      expect(violationsIn(run)).not.toEqual([])
      expect(allFaultsOf(run, reference)).toEqual([])
    }
  })
})

describe('in words', () => {
  const reserved = 'server/commit:reserveInventory#1=crash-after'

  test('an order that nobody goes on with: who knew of it, and why the next try does not', async () => {
    expect(await story('naive', reserved)).toEqual([
      'did: A commits the reservation: stock 2 → 1, for ord_1.',
      'fault: Server A dies, before it asks Stripe for a payment session.',
      'because: Alice sees “This site can’t be reached” and clicks again.',
      'because: B writes a second order, ord_2: nothing ties the new request to ord_1.',
      'because: ord_1 is never picked up again: only server A knew the next step, and its memory is gone.',
      'left: 1 mug stays reserved for ord_1, and ord_1 is never paid.',
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

  test('a mug twice: one request waits, the other goes first, and both change one row', async () => {
    const plan = 'server/begin:reserveInventory#1=preempt'
    expect(
      await story('state-machine', plan, { guards: { guardedUpdates: false }, customers: ['double-clicks'] }),
    ).toEqual([
      'because: A reads that it is PENDING, and does not look again.',
      'fault: A waits before it opens a transaction to reserve a mug, and B commits the reservation first: both change inventory mug.',
      'did: B commits the reservation: stock 2 → 1, for ord_1.',
      'again: A commits the reservation: stock 1 → 0, for ord_1.',
      'left: 2 mugs have left the stock, and orders account for 1.',
    ])
  })

  test('a parcel twice: the same webhook came twice, and nothing stopped it', async () => {
    expect(await story('naive', 'stripe/webhook:checkout.session.completed#1=duplicate')).toEqual([
      'fault: The “completed” webhook arrives twice.',
      'because: A gets a “completed” webhook from Stripe: evt_1, a second time.',
      'did: B commits the shipment, for ord_1.',
      'because: A tries to ship the order, and no row changes, and continues anyway.',
      'again: A commits the shipment, for ord_1.',
      'left: ord_1 is paid once and shipped twice.',
    ])
  })

  test('a free parcel twice: nobody paid for it', async () => {
    const plan = 'stripe/webhook:checkout.session.completed#1=duplicate'
    const told = await story('naive', plan, { customers: ['free-order'] })
    expect(told.at(-1)).toBe('left: ord_1 is confirmed once and shipped twice.')
  })

  test('two pages to pay on: another order, another call', async () => {
    expect(await story('naive', 'server/stripe.checkout.sessions.create#1=crash-after')).toEqual([
      'did: A asks Stripe for a payment session: cs_1, for ord_1.',
      'fault: Server A dies, before it could save the session in the order.',
      'because: Alice sees “This site can’t be reached” and clicks again.',
      'because: B writes a second order, ord_2: nothing ties the new request to ord_1.',
      'again: B asks Stripe for a payment session: cs_2, for ord_2.',
      'left: cart-1 has 2 open payment pages: cs_1 and cs_2.',
    ])
  })

  test('a stock that counts too many: undone again', async () => {
    const links = await story('naive', 'server/commit:undoOrder#1=crash-after', { customers: ['leaves'] })
    expect(links.join()).toContain('Stripe got no 2xx answer and sends the webhook again, try 2.')
    expect(links.at(-1)).toBe('left: The stock has 1 mug too many.')
  })

  test('paid and never shipped: who would have told, and who did not ask', async () => {
    expect(await story('naive', 'stripe/webhook:checkout.session.completed#1=drop(tries=all)')).toEqual([
      'did: Alice pays on Stripe’s page, for ord_1.',
      'fault: The “completed” webhook is lost, on every try.',
      'because: Stripe tries 8 times and gives up.',
      'because: Without that webhook the shop does not know how ord_1 ended at Stripe: no server asks Stripe.',
      'left: ord_1 is paid, and nothing is shipped.',
    ])
  })

  test('an order that a server left with an error: it still runs, and has lost no memory', async () => {
    expect(await story('naive', '', { customers: ['poison'] })).toContain(
      'because: ord_1 is never picked up again: server A answered 500, and no server returns to it.',
    )
  })

  test('paid and never shipped: the shop refuses all that Stripe tells', async () => {
    const told = await story('naive', '', { guards: { rawBody: false } })
    expect(told.slice(1)).toEqual([
      'because: The shop refuses each of 8 webhooks: “No signatures found matching the expected signature for payload”.',
      'left: ord_1 is paid, and nothing is shipped.',
    ])
  })

  test.each([
    [
      'the server died after its answer',
      'server/begin:fulfillOrder#1=crash-before',
      { guards: { workBeforeAnswer: false } },
      'server B answered the “completed” webhook',
    ],
    [
      'the id was recorded apart from the work',
      'server/begin:fulfillOrder#1=crash-before',
      { guards: { webhookDedupe: true, noteWithWork: false } },
      'server A answered the “completed” webhook',
    ],
    [
      'the shop ignores that webhook',
      'stripe/webhook:checkout.session.completed#1=drop(tries=all)',
      { customers: ['settles-later'] },
      'server B answered the “async_payment_succeeded” webhook',
    ],
  ])('Stripe was told 200, and nothing was done: %s', async (_, plan, rest, who) => {
    expect(await story('naive', plan, rest)).toContain(
      `because: ord_1 is never picked up again: ${who} 200, so Stripe does not send it again.`,
    )
  })

  test('a parcel twice: what was recorded has another id', async () => {
    const plan = 'stripe/webhook:checkout.session.completed#1=duplicate(as=new-event)'
    expect(await story('naive', plan, { guards: { webhookDedupe: true } })).toContain(
      'because: A checks whether evt_2 is already in seen_events: it is not, only evt_1 is.',
    )
  })

  test('a lost update: both read the stock, and the second writes what follows from that', async () => {
    const rest = { guards: { conditionalStock: false }, customers: ['pays', 'leaves'], stock: 1 }
    expect(await story('naive', '', rest)).toEqual([
      'did: B reads stock 1.',
      'did: A commits the reservation: stock 1 → 0, for ord_1.',
      'because: B writes what follows from its own reading, so the change of A in between is lost.',
      'again: B commits the reservation, for ord_2.',
      'left: 1 mug has left the stock, and orders account for 2.',
    ])
  })

  test('a slow call that the client repeats: why Stripe refuses, or what it answers', async () => {
    const call = 'server/stripe.checkout.sessions.create#1'
    expect(await story('durable', `${call}=slow(by=90s)`)).toContain(
      'because: A asks Stripe for a payment session, and Stripe refuses: the call before it, under the same key, is still at work.',
    )
    expect(await story('durable', `${call}=slow(by=30s);${call}=error-after`)).toContain(
      'because: A asks Stripe for a payment session, and Stripe answers 500.',
    )
  })

  test('a call made twice without harm: under the same key', async () => {
    const links = await story('durable', 'server/stripe.checkout.sessions.create#1=crash-after')
    expect(links).toContain(
      'because: B asks Stripe for a payment session again under the same key: Stripe repeats its first answer.',
    )
  })

  test('a step that runs again: no checkpoint was found, because it is apart from the rows', async () => {
    expect(await story('at-least-once', reserved)).toEqual([
      'did: A commits the reservation: stock 2 → 1, for ord_1.',
      'fault: Server A dies, before it writes checkpoint 1.',
      'because: B takes over the workflow: the lease of A has run out, epoch 2.',
      'because: B finds no checkpoint of reserveInventory, because the history and the shop’s rows do not commit together.',
      'again: B commits the reservation: stock 1 → 0, for ord_1.',
      'left: 2 mugs have left the stock, and orders account for 1.',
    ])
  })

  test('the same step made idempotent: it looks first', async () => {
    const links = await story('at-least-once', reserved, { guards: { idempotentSteps: true } })
    expect(links).toContain('because: B finds that this is already done, and changes nothing.')
  })

  test('a call made again under no key: a second page', async () => {
    const links = await story('durable', 'server/stripe.checkout.sessions.create#1=crash-after', {
      guards: { idempotencyKey: false },
    })
    expect(links).toContain(
      'because: B finds no checkpoint of createSession, because a call and its checkpoint cannot commit together.',
    )
    expect(links.join()).toContain(
      'Stripe treats it as a new call: it carries a new key that the client made up',
    )
  })

  test('cancelled although paid: the time was over, and nobody asked', async () => {
    const links = await story('durable', '', {
      customers: ['pays-late'],
      guards: { expireBeforeCancel: false },
    })
    expect(links).toEqual([
      'did: Alice pays on Stripe’s page, for ord_1.',
      'because: A wakes the workflow: the time for the payment is over.',
      'because: A records that no message “payment” came in time.',
      'because: A starts it: no server asks Stripe whether it is paid.',
      'again: A commits the cancellation and checkpoint 6 in one transaction: stock 1 → 2, for ord_1.',
      'left: ord_1 is paid, and nothing is shipped.',
    ])
  })

  test('a forged event: it was believed', async () => {
    const links = await story('durable', 'stripe/webhook:checkout.session.completed#1=forge', {
      guards: { verifySignature: false },
    })
    expect(links).toContain('because: B gets a forged “completed” webhook, which Stripe did not sign.')
  })

  test('a run without faults: what took effect, in its order', async () => {
    expect(await story('durable', '')).toEqual([
      'did: A commits the reservation and checkpoint 1 in one transaction: stock 2 → 1, for ord_1.',
      'did: Alice pays on Stripe’s page, for ord_1.',
      'did: B commits the shipment and checkpoint 5 in one transaction, for ord_1.',
    ])
  })

  test('a chosen violation rather than the gravest, where it is one', async () => {
    const { run, reference } = await runOf('naive', reserved)
    const gravest = explain(run, reference)
    const chosen = explain(run, reference, 'L1')
    expect([gravest.invariant, chosen.invariant]).toEqual(['S5', 'L1'])
    expect(chosen.links.at(-1)?.words).toBe('ord_1 is stuck as PENDING.')
    expect(explain(run, reference, 'S1'), 'S1 holds').toEqual(gravest)
  })
})

describe('of two customers, neither is taken for the other', () => {
  const reserved = 'server/commit:reserveInventory#1=crash-after'

  test('who finds the mug sold has done nothing before', async () => {
    const links = await story('durable', reserved, { customers: ['pays', 'leaves'], stock: 1 })
    expect(links.join()).not.toContain('already done')
    expect(links).toContain('because: B finds checkpoint 1, so it does not run reserveInventory again.')
  })

  test('the second try is refused, and the first was about to be paid', async () => {
    const links = await story('naive', reserved, { customers: ['pays', 'leaves'] })
    expect(links).toContain('fault: Server A dies, before it asks Stripe for a payment session.')
  })

  test.each([
    ['durable', 'pays,leaves'],
    ['state-machine', 'pays,pays'],
    ['at-least-once', 'pays,pays'],
  ])('“already done” is said of an order for which it has been: %s, %s', async (implementation, names) => {
    const guards = implementation === 'at-least-once' ? { idempotentSteps: true } : {}
    const input = { ...defaultInput, implementation, guards, stock: 1, customers: names.split(',') }
    const reference = await simulator.simulate(input)
    const wrong: string[] = []
    let refusals = 0
    for (const point of reference.points.filter((each) => each.startsWith('server/'))) {
      const run = await simulator.simulate({ ...input, plan: parsePlan(`${point}=crash-after`) })
      const reservations = run.trace.filter(({ changes }) =>
        changes.some(({ table }) => table === 'reservations'),
      )
      if (new Set(reservations.map(({ subject }) => subject)).size === 1) refusals += 1
      for (const { words, event } of explain(run, reference).links) {
        const cited = run.trace[(event ?? 0) - 1]
        if (cited?.point?.includes('reserveInventory') !== true || !words.includes('already done')) continue
        const isSo = reservations.some(
          ({ index, subject }) => index < cited.index && subject === cited.subject,
        )
        if (!isSo) wrong.push(`${point}: ${words}`)
      }
    }
    expect(refusals).toBeGreaterThan(10)
    expect(wrong).toEqual([])
  })
})
