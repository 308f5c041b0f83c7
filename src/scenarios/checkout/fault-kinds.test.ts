import { describe, expect, test } from 'vitest'
import { allHold, defaultInput, parsePlan, type Input, type Run, type TraceEvent } from '#simulator'
import { openSimulator } from './testing/open-simulator.ts'

/** What each kind of fault does to the world, seen in the trace and in the rows; whom it hurts is another matter. */

const simulator = openSimulator()

async function runWith(plan: string, input: Partial<Input> = {}): Promise<Run> {
  const run = await simulator.simulate({
    ...defaultInput,
    implementation: 'durable',
    ...input,
    plan: parsePlan(plan),
  })
  expect(run.faults.every(({ fired }) => fired)).toBe(true)
  return run
}

const created = 'server/stripe.checkout.sessions.create#1'
const completed = 'stripe/webhook:checkout.session.completed#1'

function after(run: Run, fault = 0): readonly TraceEvent[] {
  const outcome = run.faults[fault]
  return run.trace.slice(outcome?.fired ? outcome.event : run.trace.length)
}
function find<K extends TraceEvent['what']['kind']>(
  events: readonly TraceEvent[],
  kind: K,
  isIt: (what: Extract<TraceEvent['what'], { kind: K }>) => boolean = () => true,
): TraceEvent & { readonly what: Extract<TraceEvent['what'], { kind: K }> } {
  const event = events.find(({ what }) => what.kind === kind && isIt(what as never))
  if (event === undefined) throw new Error(`No ${kind} event`)
  return event as never
}
const failed = (run: Run) => find(after(run), 'statement', ({ error }) => error !== null)

describe('a statement', () => {
  test.each([
    ['serialization-failure', '40001'],
    ['deadlock', '40P01'],
    ['disk-full', '53100'],
    ['connection-lost', '08006'],
    ['postgres-restart', '57P01'],
  ])('%s: fails with %s, and nothing of its transaction is kept', async (kind, sqlState) => {
    const run = await runWith(`server/reserveInventory.takeStock#1=${kind}`)
    expect(failed(run).what.error?.sqlState).toBe(sqlState)
    // Tried again: taken once.
    expect(run.tables['inventory']).toMatchObject([{ stock: 1 }])
    const [next] = after(run).filter(({ what }) => what.kind === 'commit')
    expect(run.trace.filter(({ what }) => what.kind === 'rollback')).toHaveLength(1)
    expect(next?.what).toMatchObject({ label: 'reserveInventory' })
  })

  test('ack-lost at a commit: it is committed, and its server hears of a lost connection', async () => {
    const run = await runWith('server/commit:reserveInventory#1=ack-lost')
    expect(find(after(run), 'no-answer').what.label).toBe('commit:reserveInventory')
    const outcome = run.faults[0]
    const commit = run.trace[(outcome?.fired ? outcome.event : 0) - 2]
    expect(commit?.what).toMatchObject({ kind: 'commit', label: 'reserveInventory' })
    expect(run.tables['inventory']).toMatchObject([{ stock: 1 }])
  })

  test('ack-lost within a transaction: the connection is lost, and the transaction with it', async () => {
    const run = await runWith('server/reserveInventory.takeStock#1=ack-lost')
    expect(find(after(run), 'rollback').what.why).toBe('its connection is lost')
  })

  test('postgres-restart: for two seconds nobody is answered', async () => {
    const run = await runWith('server/commit:createOrder#1=postgres-restart')
    const restart = find(after(run), 'process')
    expect(restart.actor.role).toBe('postgres')
    const backAtMs = restart.what.restartAtMs ?? 0
    expect(backAtMs - restart.atMs).toBe(2_000)
    const meanwhile = after(run).filter(({ atMs, what }) => atMs < backAtMs && what.kind === 'statement')
    expect(meanwhile.every(({ what }) => what.kind === 'statement' && what.error !== null)).toBe(true)
    expect(meanwhile.length).toBeGreaterThan(1)
  })

  test('target=postgres: a crash of Postgres at a moment of somebody else', async () => {
    const run = await runWith('customer/pay#1=crash-after(target=postgres)')
    expect(find(after(run), 'process')).toMatchObject({
      actor: { role: 'postgres' },
      what: { change: 'restarted' },
    })
  })
})

describe('a call to Stripe', () => {
  const call = (run: Run) => find(after(run), 'stripe-call').what
  const sessions = (run: Run) => run.tables['stripe.sessions'] ?? []

  test('request-lost: Stripe has done nothing, and the same key goes through', async () => {
    const run = await runWith(`${created}=request-lost`)
    expect(call(run)).toMatchObject({ lost: 'request', status: null })
    const again = find(after(run).slice(1), 'stripe-call').what
    expect(again).toMatchObject({ status: 200, replayed: false, idempotencyKey: call(run).idempotencyKey })
    expect(sessions(run)).toHaveLength(1)
  })

  test('response-lost: Stripe has done it, and repeats its answer under the same key', async () => {
    const run = await runWith(`${created}=response-lost`)
    expect(call(run)).toMatchObject({ lost: 'response', status: null })
    expect(find(after(run).slice(1), 'stripe-call').what).toMatchObject({ status: 200, replayed: true })
    expect(sessions(run)).toHaveLength(1)
  })

  test('timeout: the same, and the caller knows after 80 seconds', async () => {
    const run = await runWith(`${created}=timeout`)
    const first = find(after(run), 'stripe-call')
    const second = find(
      after(run).filter(({ index }) => index > first.index),
      'stripe-call',
    )
    expect(second.what.replayed).toBe(true)
    expect(second.atMs - first.atMs).toBeGreaterThanOrEqual(80_000)
  })

  test.each([
    ['error-before', 500, 0],
    ['error-after', 500, 1],
    ['rate-limited', 429, 0],
  ])('%s: answers %i, having made %i sessions', async (kind, status, made) => {
    const run = await runWith(`${created}=${kind}`)
    const answer = find(after(run), 'stripe-call')
    expect(answer.what.status).toBe(status)
    expect(answer.changes.filter(({ table }) => table === 'stripe.sessions')).toHaveLength(made)
    expect(sessions(run)).toHaveLength(1)
  })
})

describe('a message', () => {
  const arrivals = (run: Run, label: string) =>
    run.trace.filter(({ what }) => what.kind === 'arrived' && what.label === label)

  test.each(['customer/request:checkout#1', completed])('duplicate: %s arrives twice', async (point) => {
    const run = await runWith(`${point}=duplicate`)
    expect(arrivals(run, point.replace(/^.*?\//, '').replace('#1', ''))).toHaveLength(2)
  })

  test.each(['customer/request:checkout#1', completed, 'server/response:checkout#1'])(
    'delay: %s comes later by what is said',
    async (point) => {
      const run = await runWith(`${point}=delay(by=7s)`)
      const sent = find(after(run), 'sent')
      expect(sent.what.delayMs).toBe(7_040)
    },
  )

  test('overtake: the request of the second customer arrives first', async () => {
    const run = await runWith('customer/request:checkout#1=overtake', { customers: ['pays', 'pays'] })
    expect(arrivals(run, 'request:checkout').map(({ subject }) => subject)).toEqual(['order-2', 'order-1'])
  })

  test('replay: the same body once more, and refused when its signature is too old', async () => {
    const soon = await runWith(`${completed}=replay`)
    const late = await runWith(`${completed}=replay(by=10min)`)
    for (const run of [soon, late])
      expect(arrivals(run, 'webhook:checkout.session.completed')).toHaveLength(2)
    const answers = (run: Run) =>
      run.trace.flatMap(({ what }) =>
        what.kind === 'sent' && what.label === 'response:checkout.session.completed' ? [what.summary] : [],
      )
    expect(answers(soon)).toEqual(['200 ok', '200 ok'])
    expect(answers(late)[1]).toMatch(/^500 /)
  })
})

describe('a process', () => {
  test('freeze: it does nothing until it thaws, and then goes on where it was', async () => {
    const run = await runWith('server/commit:reserveInventory#1=freeze')
    const frozen = find(after(run), 'process', ({ change }) => change === 'frozen')
    const thawed = find(after(run), 'process', ({ change }) => change === 'thawed')
    expect(thawed.atMs - frozen.atMs).toBe(60_000)
    const meanwhile = run.trace.slice(frozen.index, thawed.index - 1)
    const { actor } = frozen
    expect(meanwhile.filter((event) => JSON.stringify(event.actor) === JSON.stringify(actor))).toEqual([])
    // Its connection was idle in the transaction for too long, and it is told so when it comes back.
    expect(find(meanwhile, 'rollback').atMs - frozen.atMs).toBe(5_000)
    expect(failed(run).what.error?.sqlState).toBe('25P03')
  })

  test('freeze of the only server: what was sent to it is read when it is back', async () => {
    const run = await runWith('customer/request:checkout#1=freeze(target=A)', { servers: 1 })
    const arrived = find(run.trace, 'arrived')
    expect(arrived.atMs).toBeGreaterThanOrEqual(60_000)
  })

  test('clock-jump: the server’s own clock is wrong from then on', async () => {
    const guards = { databaseTime: false }
    const run = await runWith('customer/pay#1=clock-jump(target=A)', { servers: 1, guards })
    const answer = find(after(run), 'sent', ({ label }) => label === 'response:checkout.session.completed')
    expect(answer.what.summary).toMatch(/^500 .*tolerance/)
  })

  test('deploy: the process ends, and comes back with new code', async () => {
    const run = await runWith('server/commit:createOrder#1=deploy')
    expect(find(after(run), 'process').what).toMatchObject({ change: 'crashed' })
    const names = run.trace.flatMap(({ what }) => (what.kind === 'step' ? [what.name] : []))
    expect(names).not.toContain('screenCart')
    const next = await runWith('customer/request:checkout#1=deploy(target=A)', { servers: 1 })
    expect(next.trace.some(({ what }) => what.kind === 'step' && what.name === 'screenCart')).toBe(true)
  })

  test('deploy to a state machine: its new state is left alone by the code before it', async () => {
    const run = await runWith('customer/request:checkout#1=deploy(target=A)', {
      implementation: 'state-machine',
    })
    expect(allHold(run)).toBe(true)
  })
})
