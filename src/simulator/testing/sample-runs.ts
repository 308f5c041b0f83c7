/**
 * Two runs written by hand, for tests and pictures of what is projected from runs: server A dies right after
 * reserving a mug for Alice, in the durable checkout and in the naive one. No simulator is needed to read them.
 */
import { defaultInput } from '../input.ts'
import { parsePlan } from '../plan.ts'
import type { FaultOutcome, Run } from '../run.ts'
import type { Actor, JsonRow, RowChange, SourceSite, Tables, TraceEvent, What } from '../trace.ts'
import type { Verdict } from '../verdict.ts'

/** Who is in the runs. */
const alice: Actor = { role: 'customer', name: 'Alice' }
const serverA: Actor = { role: 'server', name: 'A' }
const serverB: Actor = { role: 'server', name: 'B' }
const postgres: Actor = { role: 'postgres' }
const stripe: Actor = { role: 'stripe' }

/** What one event has besides its kind. */
interface Extras {
  readonly cause?: number
  readonly point?: string
  readonly site?: SourceSite
  readonly changes?: readonly RowChange[]
  readonly request?: string
}

/** Writes a trace event by event; each is caused by the one before it unless it says otherwise. */
export class TraceWriter {
  readonly events: TraceEvent[] = []
  readonly #subject = 'order-1'
  #atMs = 0

  /** Lets virtual milliseconds pass. */
  wait(ms: number): void {
    this.#atMs += ms
  }

  add(actor: Actor, what: What, extras: Extras = {}): number {
    const index = this.events.length + 1
    this.#atMs += 1
    this.events.push({
      index,
      atMs: this.#atMs,
      actor,
      cause: extras.cause ?? (index > 1 ? index - 1 : null),
      subject: this.#subject,
      request: extras.request ?? null,
      point: extras.point ?? null,
      site: extras.site ?? null,
      changes: extras.changes ?? [],
      what,
    })
    return index
  }

  statement(
    actor: Actor,
    label: string,
    sql: string,
    extras: Extras & { readonly transaction?: string; readonly rows?: readonly JsonRow[] } = {},
  ): number {
    const what: What = {
      kind: 'statement',
      label,
      sql,
      values: [],
      rows: extras.rows ?? [],
      transaction: extras.transaction ?? null,
      error: null,
    }
    return this.add(actor, what, { point: `server/${label}#1`, ...extras })
  }

  message(
    from: Actor,
    to: Actor,
    label: string,
    summary: string,
    fate: 'delivered' | 'dropped' = 'delivered',
  ) {
    const message = `${label}#${this.events.length}`
    const sent = this.add(
      from,
      { kind: 'sent', label, message, to, fate, delayMs: 5, summary, forged: false, attempt: 1 },
      { point: `${from.role}/${label}#1` },
    )
    if (fate === 'dropped') return sent
    this.wait(5)
    return this.add(to, { kind: 'arrived', label, message, from, summary }, { cause: sent })
  }
}

/** A transaction's operations: begin, its statements, its checkpoint if it has one, commit. */
export function transaction(
  trace: TraceWriter,
  actor: Actor,
  name: string,
  site: SourceSite,
  statements: readonly (readonly [label: string, sql: string, changes: readonly RowChange[]])[],
  step: string | null,
  occurrence = 1,
): void {
  const id = `${name}-${trace.events.length}`
  const at = (label: string) => ({ site, point: `server/${label}#${occurrence}` })
  trace.add(actor, { kind: 'begin', label: `begin:${name}`, transaction: id, step }, at(`begin:${name}`))
  for (const [label, sql, changes] of statements)
    trace.statement(actor, label, sql, { ...at(label), transaction: id, changes })
  if (step !== null)
    trace.statement(actor, `checkpoint:${name}`, checkpointSql, {
      ...at(`checkpoint:${name}`),
      transaction: id,
      changes: [checkpoint(step, name, 1)],
    })
  trace.add(actor, { kind: 'commit', label: `commit:${name}`, transaction: id, step }, at(`commit:${name}`))
}

export const checkpointSql =
  'insert into engine.step_checkpoint (workflow_id, step, name, output, epoch) select $1, $2, $3, $4, epoch from engine.workflow where id = $1 and epoch = $5 for no key update'

export function inserted(table: string, key: string, after: JsonRow): RowChange {
  return { table, key, before: null, after }
}

function updated(table: string, key: string, before: JsonRow, changed: JsonRow): RowChange {
  return { table, key, before, after: { ...before, ...changed } }
}

function checkpoint(step: string, name: string, epoch: number): RowChange {
  return inserted('engine.step_checkpoint', `checkout-1/${step}`, {
    workflow_id: 'checkout-1',
    step,
    name,
    output: step === '0' ? { id: 'ord_1' } : true,
    epoch,
  })
}

const initialTables: Tables = {
  orders: [],
  inventory: [{ sku: 'mug', stock: 2 }],
  reservations: [],
  shipments: [],
  'engine.workflow': [],
  'engine.step_checkpoint': [],
  'stripe.sessions': [],
  'stripe.charges': [],
}

const order = (id: string): JsonRow => ({ id, cart: 'cart-1', status: 'PENDING', session_id: null })
const mugs = (before: number, after: number): RowChange =>
  updated('inventory', 'mug', { sku: 'mug', stock: before }, { stock: after })
const reservation = (id: string): RowChange =>
  inserted('reservations', `${id}/mug`, { order_id: id, sku: 'mug', quantity: 1 })
const session = (id: string, orderId: string): JsonRow => ({
  id,
  order_id: orderId,
  status: 'open',
  payment_status: 'unpaid',
})

const verdicts: readonly Verdict[] = [
  {
    id: 'S1',
    statement: 'A cart is charged at most once.',
    when: 'safety',
    outcome: 'holds',
  },
  {
    id: 'L1',
    statement: 'Every order is in a terminal state.',
    when: 'end',
    outcome: 'holds',
  },
]

export function runOf(trace: TraceWriter, implementation: string, faults: readonly FaultOutcome[]): Run {
  const tables = new Map<string, Map<string, JsonRow>>()
  for (const [name, rows] of Object.entries(initialTables))
    tables.set(name, new Map(rows.map((row) => [typeof row['sku'] === 'string' ? row['sku'] : '', row])))
  for (const change of trace.events.flatMap((event) => event.changes)) {
    if (change.after) tables.get(change.table)?.set(change.key, change.after)
    else tables.get(change.table)?.delete(change.key)
  }
  return {
    input: {
      ...defaultInput,
      implementation,
      plan: parsePlan('server/commit:reserveInventory#1=crash-after'),
    },
    trace: trace.events,
    points: trace.events.flatMap((event) => event.point ?? []),
    faults,
    verdicts,
    initialTables,
    tables: Object.fromEntries([...tables].map(([name, rows]) => [name, [...rows.values()]])),
    end: { kind: 'settled' },
    traceHash: '0000000000000000',
    programHash: '0000000000000000',
  }
}

const pageSql = 'select value from engine.workflow_event where workflow_id = $1 and key = $2'

/** A dies after committing the reservation; B recovers the workflow, Alice pays, the mug ships once. */
export function durableSample(): Run {
  const trace = new TraceWriter()
  const file = 'src/scenarios/checkout/workflow.ts'
  const at = (node: string, line: number): SourceSite => ({ file, line, node: `checkout/${node}` })
  const workflowId = 'checkout-1'
  const begin = (actor: Actor, step: string, name: string, call: string, site: SourceSite) =>
    trace.add(actor, { kind: 'step', progress: 'began', step, name, call, workflowId }, { site })
  const replay = (actor: Actor, step: string, name: string, call: string, site: SourceSite) =>
    trace.add(actor, { kind: 'step', progress: 'replayed', step, name, call, workflowId }, { site })
  const claimed = (before: JsonRow, changed: JsonRow) =>
    updated('engine.workflow', 'checkout-1', before, changed)
  const sites = {
    createOrder: at('createOrder', 14),
    reserveInventory: at('reserveInventory', 15),
    createSession: at('createSession', 21),
    event: at('setEvent:checkout-url', 30),
    recv: at('recv:payment', 31),
    fulfillOrder: at('fulfillOrder', 45),
  }
  const started: JsonRow = {
    id: 'checkout-1',
    name: 'checkout',
    status: 'running',
    executor: 'A',
    epoch: 1,
    inbox: 0,
  }

  trace.add(alice, { kind: 'customer', action: 'clicks Buy', sees: null })
  trace.message(alice, serverA, 'request:checkout', 'POST /checkout')
  trace.statement(serverA, 'start:checkout', 'insert into engine.workflow …', {
    changes: [inserted('engine.workflow', 'checkout-1', started)],
  })
  begin(serverA, '0', 'createOrder', 'transaction', sites.createOrder)
  const insertOrder = [
    'createOrder',
    "insert into orders (id, cart, status) values ($1, $2, 'PENDING')",
    [inserted('orders', 'ord_1', order('ord_1'))],
  ] as const
  transaction(trace, serverA, 'createOrder', sites.createOrder, [insertOrder], '0')
  begin(serverA, '1', 'reserveInventory', 'transaction', sites.reserveInventory)
  const reserve = [
    [
      'reserveInventory.take',
      'update inventory set stock = stock - 1 where sku = $1 and stock > 0 returning stock',
      [mugs(2, 1)],
    ],
    [
      'reserveInventory.hold',
      'insert into reservations (order_id, sku, quantity) values ($1, $2, 1)',
      [reservation('ord_1')],
    ],
  ] as const
  transaction(trace, serverA, 'reserveInventory', sites.reserveInventory, reserve, '1')
  const fault = trace.add(serverA, { kind: 'fault', fault: 0 })
  trace.add(serverA, { kind: 'process', change: 'crashed', restartAtMs: 30_100 })
  trace.add(
    alice,
    { kind: 'no-answer', label: 'request:checkout', message: 'request', why: 'the connection was reset' },
    { cause: fault },
  )
  trace.wait(30_000)
  trace.statement(serverB, 'claim', 'with due as materialized (select …) update engine.workflow …', {
    changes: [claimed(started, { executor: 'B', epoch: 2 })],
  })
  trace.add(serverB, { kind: 'workflow', progress: 'recovered', workflowId, epoch: 2, dueAtMs: null })
  trace.statement(serverB, 'load:checkout', 'select step, name, output from engine.step_checkpoint …')
  replay(serverB, '0', 'createOrder', 'transaction', sites.createOrder)
  replay(serverB, '1', 'reserveInventory', 'transaction', sites.reserveInventory)
  begin(serverB, '2', 'createSession', 'step', sites.createSession)
  createSession(trace, serverB, 'ord_1', 'cs_1', sites.createSession, 'checkout-1/2')
  trace.statement(serverB, 'checkpoint:createSession', checkpointSql, {
    site: sites.createSession,
    changes: [checkpoint('2', 'createSession', 2)],
  })
  begin(serverB, '3', 'checkout-url', 'event', sites.event)
  trace.statement(serverB, 'event:checkout-url', 'insert into engine.workflow_event …', {
    site: sites.event,
    changes: [checkpoint('3', 'setEvent', 2)],
  })
  begin(serverB, '4', 'payment', 'recv', sites.recv)
  trace.statement(serverB, 'recv:payment', 'select … from engine.message …', { site: sites.recv })
  trace.statement(serverB, 'sleep:checkout', 'update engine.workflow set due_at = …', {
    site: sites.recv,
    changes: [claimed({ ...started, executor: 'B', epoch: 2 }, { status: 'waiting', executor: null })],
  })
  trace.add(serverB, {
    kind: 'workflow',
    progress: 'sleeping',
    workflowId,
    epoch: 2,
    dueAtMs: 30_100 + 30 * 60_000,
  })
  trace.wait(5_000)
  trace.add(serverA, { kind: 'process', change: 'restarted', restartAtMs: null })
  trace.message(alice, serverA, 'request:checkout', 'POST /checkout')
  trace.statement(serverA, 'event:checkout-url', pageSql, { rows: [{ value: 'https://stripe/cs_1' }] })
  trace.message(serverA, alice, 'response:checkout', '200 https://stripe/cs_1')
  trace.add(alice, { kind: 'customer', action: 'opens Stripe’s page', sees: 'one mug, €18' })
  trace.wait(40_000)
  trace.add(alice, { kind: 'customer', action: 'pays', sees: null })
  trace.add(
    stripe,
    { kind: 'stripe', action: 'takes €18 for cs_1' },
    {
      changes: [
        updated('stripe.sessions', 'cs_1', session('cs_1', 'ord_1'), {
          status: 'complete',
          payment_status: 'paid',
        }),
        inserted('stripe.charges', 'ch_1', { session_id: 'cs_1', order_id: 'ord_1', amount_cents: 1800 }),
      ],
    },
  )
  trace.message(stripe, serverA, 'webhook:checkout.session.completed', 'cs_1 is paid')
  trace.statement(serverA, 'send:payment', 'with box as (insert into engine.workflow …)', {
    changes: [
      claimed({ ...started, executor: null, epoch: 2, status: 'waiting' }, { inbox: 1, status: 'running' }),
    ],
  })
  trace.message(serverA, stripe, 'response:webhook', '200')
  trace.statement(serverA, 'claim', 'with due as materialized (select …) update engine.workflow …', {
    changes: [
      claimed(
        { ...started, executor: null, epoch: 2, status: 'running', inbox: 1 },
        { executor: 'A', epoch: 3 },
      ),
    ],
  })
  trace.add(serverA, { kind: 'workflow', progress: 'claimed', workflowId, epoch: 3, dueAtMs: null })
  trace.statement(serverA, 'load:checkout', 'select step, name, output from engine.step_checkpoint …')
  replay(serverA, '0', 'createOrder', 'transaction', sites.createOrder)
  replay(serverA, '1', 'reserveInventory', 'transaction', sites.reserveInventory)
  replay(serverA, '2', 'createSession', 'step', sites.createSession)
  replay(serverA, '3', 'checkout-url', 'event', sites.event)
  begin(serverA, '4', 'payment', 'recv', sites.recv)
  trace.statement(serverA, 'recv:payment', 'select … from engine.message …', {
    site: sites.recv,
    changes: [checkpoint('4', 'recv payment', 3)],
  })
  begin(serverA, '5', 'fulfillOrder', 'transaction', sites.fulfillOrder)
  const fulfil = [
    [
      'fulfillOrder.close',
      "update orders set status = 'FULFILLED' where id = $1 and status = 'PENDING'",
      [updated('orders', 'ord_1', order('ord_1'), { status: 'FULFILLED' })],
    ],
    [
      'fulfillOrder.ship',
      'insert into shipments (order_id) values ($1)',
      [inserted('shipments', 'ord_1', { order_id: 'ord_1' })],
    ],
  ] as const
  transaction(trace, serverA, 'fulfillOrder', sites.fulfillOrder, fulfil, '5')
  trace.statement(serverA, 'finish:checkout', 'update engine.workflow set status = …', {
    changes: [
      claimed(
        { ...started, executor: 'A', epoch: 3, status: 'running', inbox: 1 },
        { executor: null, status: 'succeeded' },
      ),
    ],
  })
  trace.add(serverA, { kind: 'workflow', progress: 'succeeded', workflowId, epoch: 3, dueAtMs: null })
  trace.wait(2 * 3_600_000)
  trace.add(postgres, { kind: 'settling' })
  trace.add(postgres, { kind: 'ended', failure: null })
  return runOf(trace, 'durable', [{ fired: true, event: fault }])
}

function createSession(
  trace: TraceWriter,
  actor: Actor,
  orderId: string,
  id: string,
  site: SourceSite,
  idempotencyKey: string | null,
): void {
  trace.add(
    actor,
    {
      kind: 'stripe-call',
      label: 'stripe.checkout.sessions.create',
      method: 'POST',
      path: '/v1/checkout/sessions',
      parameters: { client_reference_id: orderId, expires_at: 1_893_457_800 },
      idempotencyKey,
      status: 200,
      lost: null,
      replayed: false,
      response: { id, url: `https://stripe/${id}` },
    },
    {
      site,
      point: 'server/stripe.checkout.sessions.create#1',
      changes: [inserted('stripe.sessions', id, session(id, orderId))],
    },
  )
}

/** A dies after committing the reservation; Alice tries again at B, and the first order keeps its mug for ever. */
export function naiveSample(): Run {
  const trace = new TraceWriter()
  const file = 'src/scenarios/checkout/naive.ts'
  const at = (node: string, line: number): SourceSite => ({
    file,
    line,
    node: `POST /checkout/${node}`,
  })
  const handle = (actor: Actor, id: string, stock: number, occurrence: number) => {
    trace.message(alice, actor, 'request:checkout', 'POST /checkout')
    const insertOrder = [
      'createOrder',
      "insert into orders (id, cart, status) values ($1, $2, 'PENDING')",
      [inserted('orders', id, order(id))],
    ] as const
    transaction(trace, actor, 'createOrder', at('createOrder', 12), [insertOrder], null, occurrence)
    const reserve = [
      [
        'reserveInventory.take',
        'update inventory set stock = stock - 1 where sku = $1 and stock > 0',
        [mugs(stock, stock - 1)],
      ],
      ['reserveInventory.hold', 'insert into reservations …', [reservation(id)]],
    ] as const
    transaction(trace, actor, 'reserveInventory', at('reserveInventory', 13), reserve, null, occurrence)
  }

  trace.add(alice, { kind: 'customer', action: 'clicks Buy', sees: null })
  handle(serverA, 'ord_1', 2, 1)
  const fault = trace.add(serverA, { kind: 'fault', fault: 0 })
  trace.add(serverA, { kind: 'process', change: 'crashed', restartAtMs: 30_100 })
  trace.add(
    alice,
    { kind: 'no-answer', label: 'request:checkout', message: 'request', why: 'the connection was reset' },
    { cause: fault },
  )
  trace.wait(5_000)
  trace.add(alice, { kind: 'customer', action: 'tries again', sees: null })
  handle(serverB, 'ord_2', 1, 2)
  createSession(trace, serverB, 'ord_2', 'cs_1', at('stripe.checkout.sessions.create', 16), null)
  trace.message(serverB, alice, 'response:checkout', '200 https://stripe/cs_1')
  trace.add(alice, { kind: 'customer', action: 'pays', sees: null })
  trace.add(stripe, { kind: 'stripe', action: 'takes €18 for cs_1' })
  trace.message(stripe, serverB, 'webhook:checkout.session.completed', 'cs_1 is paid', 'dropped')
  trace.wait(2 * 3_600_000)
  trace.add(postgres, { kind: 'settling' })
  trace.add(postgres, { kind: 'violated', invariant: 'L1', rows: [order('ord_1')] })
  trace.add(postgres, { kind: 'ended', failure: null })
  return runOf(trace, 'naive', [{ fired: true, event: fault }])
}

/** A transaction that a crash cuts before its commit: the rows were there, and are gone. */
export function rolledBackSample(): Run {
  const trace = new TraceWriter()
  const site: SourceSite = { file: 'naive.ts', line: 12, node: 'POST /checkout/createOrder' }
  const id = 'createOrder-0'
  trace.add(
    serverA,
    { kind: 'begin', label: 'begin:createOrder', transaction: id, step: null },
    { site, point: 'server/begin:createOrder#1' },
  )
  trace.statement(serverA, 'createOrder', 'insert into orders …', {
    site,
    transaction: id,
    changes: [inserted('orders', 'ord_1', order('ord_1'))],
  })
  const fault = trace.add(serverA, { kind: 'fault', fault: 0 })
  trace.add(serverA, { kind: 'process', change: 'crashed', restartAtMs: null })
  trace.add(postgres, { kind: 'rollback', transaction: id, why: 'server A died' })
  return runOf(trace, 'naive', [{ fired: true, event: fault }])
}
