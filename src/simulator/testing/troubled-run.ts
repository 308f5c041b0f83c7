/**
 * A run written by hand in which nobody dies: a commit's answer is lost, Stripe does not answer in time, the server
 * freezes before a commit that is refused, and somebody forges and replays a webhook.
 */
import { parsePlan } from '../plan.ts'
import type { Run } from '../run.ts'
import type { SourceSite } from '../trace.ts'
import { checkpointSql, inserted, runOf, TraceWriter, transaction } from './sample-runs.ts'

const webhook = 'webhook:checkout.session.completed'

export function troubledRun(): Run {
  const trace = new TraceWriter()
  const server = { role: 'server', name: 'A' } as const
  const stripe = { role: 'stripe' } as const
  const at = (node: string): SourceSite => ({ file: 'workflow.ts', line: 1, node: `checkout/${node}` })
  const faults: number[] = []
  const strike = (point: string, site?: SourceSite, actor: typeof server | typeof stripe = server) =>
    faults.push(
      trace.add(actor, { kind: 'fault', fault: faults.length }, { point, ...(site ? { site } : {}) }),
    )
  const step = (number: string, name: string, call: string, progress: 'began' | 'retried' = 'began') =>
    trace.add(
      server,
      { kind: 'step', progress, step: number, name, call, workflowId: 'checkout-1' },
      { site: at(name) },
    )

  step('1', 'reserveInventory', 'transaction')
  const hold = inserted('reservations', 'ord_1/mug', { order_id: 'ord_1', sku: 'mug', quantity: 1 })
  transaction(
    trace,
    server,
    'reserveInventory',
    at('reserveInventory'),
    [['reserveInventory.hold', 'insert into reservations …', [hold]]],
    '1',
  )
  const commit = 'server/commit:reserveInventory#1'
  strike(commit, at('reserveInventory'))
  trace.add(
    server,
    { kind: 'no-answer', label: 'commit:reserveInventory', message: commit, why: 'Connection terminated' },
    { site: at('reserveInventory') },
  )
  step('1', 'reserveInventory', 'step', 'retried')
  const again = { site: at('reserveInventory'), point: 'server/begin:reserveInventory#2' }
  trace.add(server, { kind: 'begin', label: 'reserveInventory', transaction: 'again', step: '1' }, again)
  trace.statement(server, 'lookup:reserveInventory', 'with owned …', {
    site: at('reserveInventory'),
    transaction: 'again',
    rows: [{ is_owned: true, is_stored: true }],
  })
  trace.add({ role: 'postgres' }, { kind: 'rollback', transaction: 'again', why: 'the shop asked for it' })

  step('2', 'createSession', 'step')
  const call = 'stripe.checkout.sessions.create'
  strike(`server/${call}#1`, at('createSession'))
  trace.add(
    server,
    {
      kind: 'stripe-call',
      label: call,
      method: 'POST',
      path: '/v1/checkout/sessions',
      parameters: {},
      idempotencyKey: 'checkout-1/2',
      status: null,
      lost: 'timeout',
      replayed: false,
      response: { id: 'cs_1' },
    },
    { site: at('createSession'), point: `server/${call}#1` },
  )
  trace.wait(80_000)
  trace.statement(server, 'checkpoint:createSession', checkpointSql, { site: at('createSession') })

  step('5', 'fulfillOrder', 'transaction')
  const site = at('fulfillOrder')
  const [transactionId, point] = ['fulfil', 'server/commit:fulfillOrder#1']
  const begin = { kind: 'begin', label: 'fulfillOrder', transaction: transactionId, step: '5' } as const
  trace.add(server, begin, { site, point: 'server/begin:fulfillOrder#1' })
  trace.statement(server, 'fulfillOrder.ship', 'insert into shipments …', {
    site,
    transaction: transactionId,
    changes: [inserted('shipments', 'ord_1', { order_id: 'ord_1' })],
  })
  strike(point, site)
  trace.add(server, { kind: 'process', change: 'frozen', restartAtMs: 90_000 }, { site })
  trace.add({ role: 'customer', name: 'Alice' }, { kind: 'customer', action: 'waits', sees: null })
  trace.add(server, { kind: 'process', change: 'thawed', restartAtMs: null })
  strike(point, site)
  const error = { sqlState: '40001', message: 'could not serialize access' }
  const refused = {
    kind: 'statement',
    label: 'commit:fulfillOrder',
    sql: 'commit',
    values: [],
    rows: [],
  } as const
  trace.add(server, { ...refused, transaction: transactionId, error }, { site, point })
  trace.add(
    { role: 'postgres' },
    { kind: 'rollback', transaction: transactionId, why: 'its commit failed' },
    { site },
  )

  const intrude = (delayMs: number) =>
    trace.add(stripe, {
      kind: 'sent',
      label: webhook,
      message: `m${delayMs}`,
      to: server,
      fate: 'delivered',
      delayMs,
      summary: 'cs_1 is paid',
      forged: true,
      attempt: 1,
    })
  for (const delayMs of [20, 120_000]) {
    strike(`stripe/${webhook}#1`, undefined, stripe)
    const cause = intrude(delayMs)
    const arrived = { kind: 'arrived', label: webhook, message: `m${delayMs}`, from: stripe } as const
    trace.add(server, { ...arrived, summary: 'cs_1 is paid' }, { cause })
  }
  const run = runOf(
    trace,
    'durable',
    faults.map((event) => ({ fired: true, event })),
  )
  const plan = parsePlan(
    `${commit}=ack-lost;server/${call}#1=timeout;${point}=freeze;${point}=serialization-failure;` +
      `stripe/${webhook}#1=forge;stripe/${webhook}#1=replay`,
  )
  return { ...run, input: { ...run.input, plan } }
}
