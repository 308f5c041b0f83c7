/**
 * Stripe in the run: answers calls, takes payments, lets time pass, and tells the shop by signed webhooks until it
 * hears a 2xx.
 */
import {
  callOf,
  createStripeClient,
  retryDelayMs,
  sessionIdFromUrl,
  type createStripe,
  type Delivery,
  type Effect,
  type StripeRequest,
} from '#stripe'
import type { Json } from '#engine/environment.ts'
import type { Faults } from './faults.ts'
import type { HttpAnswer, Network } from './network.ts'
import type { Identified, Operations } from './operations.ts'
import type { Process } from './process.ts'
import type { Recorder } from './recorder.ts'
import type { Context, Scheduler } from './scheduler.ts'
import type { Machine } from './scenario.ts'
import type { JsonRow, RowChange } from './trace.ts'

export type SimulatedStripe = ReturnType<typeof createStripe>

export interface StripeService {
  /** The official client, for a server. */
  connect(): Machine['stripe']
  /** A customer pays on the page; `null` for an address that is no page of Stripe's. */
  pay(url: string, customer: Process): Promise<'paid' | 'declined' | 'expired'>
}

export interface StripeParts {
  readonly stripe: SimulatedStripe
  readonly process: Process
  readonly secretKey: string
  readonly scheduler: Scheduler
  readonly recorder: Recorder
  readonly operations: Operations
  readonly faults: Faults
  readonly network: Network
  /** Where the shop listens for webhooks. */
  readonly webhookPath: string
  /** The ledger may have changed. */
  changed(): void
}

/** Stripe expects a fast answer. */
const webhookTimeoutMs = 10_000

export function createStripeService(parts: StripeParts): StripeService {
  const { stripe, process, scheduler, recorder, operations, faults, network } = parts
  const subjects = new Map<string, string | null>()
  const plannedMs = new Set<number>()
  let shown = tablesOf(stripe)
  // It keeps no state, and making one takes as long as several calls: all servers share it, through all their lives.
  const client = createStripeClient({
    secretKey: parts.secretKey,
    send: call,
    nowMs: () => scheduler.nowMs(),
  })

  /** What the last call changed in the ledger, as rows. */
  function takeChanges(): readonly RowChange[] {
    const before = shown
    shown = tablesOf(stripe)
    return [...shown].flatMap(([table, rows]) => changesOf(table, before.get(table) ?? [], rows))
  }

  /** After anything that may have changed the ledger: judge it, send what it has to tell, come back when it is due. */
  function goOn(): void {
    parts.changed()
    for (const delivery of stripe.takeDeliveries()) attempt(delivery)
    const dueMs = stripe.nextDueMs()
    if (dueMs === null || plannedMs.has(dueMs)) return
    plannedMs.add(dueMs)
    scheduler.at(dueMs, null, () => letTimePass(dueMs))
  }

  function letTimePass(dueMs: number): void {
    plannedMs.delete(dueMs)
    const effects = stripe.advance(scheduler.nowMs())
    if (effects.length === 0) return goOn()
    const subject = subjects.get(effects[0]?.sessionId ?? '') ?? null
    scheduler.enter({ process, subject, request: null, cause: null, forged: false }, null, () => {
      const changes = takeChanges()
      const cause = recorder.record(
        {
          kind: 'stripe',
          action: effects
            .map(describe)
            .filter((words) => words !== null)
            .join(', '),
        },
        { changes },
      )
      scheduler.enter({ process, subject, request: null, cause, forged: false }, null, goOn)
    })
  }

  /** One attempt to deliver an event. */
  function attempt(delivery: Delivery): void {
    const context = {
      ...scheduler.context(),
      process,
      subject: subjects.get(delivery.sessionId) ?? null,
      request: null,
    }
    void operations.perform({
      role: 'stripe',
      label: `webhook:${delivery.type}`,
      context,
      perform: (operation) => send(delivery, operation),
    })
  }

  function send(delivery: Delivery, operation: Identified): void {
    const forged = faults.meeting(operation.point, 'forge')
    if (forged) forge(delivery, operation, forged.position)
    const dropped = faults.meeting(operation.point, 'drop')
    const delayed = faults.meeting(operation.point, 'delay')
    const duplicated = faults.meeting(operation.point, 'duplicate')
    for (const placed of [dropped, delayed, duplicated]) if (placed) fire(placed.position, operation)
    const message = network.nextMessage()
    const delayMs = network.latencyMs(operation.text) + (delayed?.fault.byMs ?? 0)
    const sent = recordSent(delivery, operation, message, dropped ? 'dropped' : 'delivered', delayMs, false)
    const context: Context = { ...scheduler.context(), cause: sent }
    const request = outgoing(
      delivery,
      message,
      // What is late was sent late: Stripe signs an event anew each time that it sends it.
      stripe.sign(delivery.payload, scheduler.nowMs() + (delayed?.fault.byMs ?? 0)),
      once((answer) => hear(delivery, answer)),
    )
    if (dropped) return network.lose(request, context)
    network.carry(request, delayMs, context)
    if (duplicated) network.carry({ ...request, message: network.nextMessage() }, delayMs, context)
  }

  function hear(delivery: Delivery, answer: HttpAnswer): void {
    if (answer.status !== null && answer.status >= 200 && answer.status < 300) return
    const delayMs = retryDelayMs(delivery.attempt)
    if (delayMs === null) return
    const context = scheduler.context()
    scheduler.at(scheduler.nowMs() + delayMs, null, () =>
      scheduler.enter(context, null, () => attempt({ ...delivery, attempt: delivery.attempt + 1 })),
    )
  }

  /** Somebody who does not know the secret says that the session was paid. */
  function forge(delivery: Delivery, operation: Identified, position: number): void {
    fire(position, operation)
    const payload = delivery.payload
      .replaceAll(delivery.eventId, `${delivery.eventId}_forged`)
      .replaceAll(delivery.type, 'checkout.session.completed')
      .replaceAll('"payment_status": "unpaid"', '"payment_status": "paid"')
      .replaceAll(/"status": "(open|expired)"/g, '"status": "complete"')
    const forged: Delivery = { ...delivery, type: 'checkout.session.completed', payload }
    const message = network.nextMessage()
    const delayMs = Math.floor(network.latencyMs(operation.text) / 2)
    const sent = recordSent(forged, operation, message, 'delivered', delayMs, true)
    const context: Context = { ...scheduler.context(), cause: sent, forged: true }
    network.carry(
      outgoing(forged, message, stripe.forge(payload, scheduler.nowMs()), () => undefined),
      delayMs,
      context,
    )
  }

  function fire(position: number, operation: Identified): void {
    faults.fired(position, recorder.record({ kind: 'fault', fault: position }, { point: operation.text }))
  }

  function recordSent(
    { type, attempt: number, eventId }: Delivery,
    operation: Identified,
    message: string,
    fate: 'delivered' | 'dropped',
    delayMs: number,
    isForged: boolean,
  ): number {
    const summary = `${type} ${eventId}`
    // A forged message is no operation of Stripe's: the point is that of the genuine one.
    const point = isForged ? {} : { point: operation.text }
    return recorder.record(
      {
        kind: 'sent',
        label: `webhook:${type}`,
        message,
        to: { role: 'server', name: '?' },
        fate,
        delayMs,
        summary,
        forged: isForged,
        attempt: number,
      },
      point,
    )
  }

  function outgoing(
    { type, payload, eventId }: Delivery,
    message: string,
    signature: string,
    answered: (answer: HttpAnswer) => void,
  ) {
    return {
      name: type,
      label: `webhook:${type}`,
      message,
      path: parts.webhookPath,
      body: payload,
      headers: { 'stripe-signature': signature },
      from: process.actor,
      summary: `${type} ${eventId}`,
      timeoutMs: webhookTimeoutMs,
      answered,
    }
  }

  function call(
    request: StripeRequest,
  ): Promise<{ status: number; headers: Readonly<Record<string, string>>; body: string }> {
    const known = callOf(request)
    const label = known?.label ?? `stripe.${request.method} ${request.path}`
    return operations.perform({
      role: 'server',
      label,
      perform(operation) {
        const handled = stripe.handle(request, scheduler.nowMs())
        const response = JSON.parse(handled.body) as { readonly [field: string]: Json }
        const sessionId = known?.sessionId ?? response['id']
        if (typeof sessionId === 'string' && !subjects.has(sessionId))
          subjects.set(sessionId, scheduler.context().subject)
        const { method, path, headers, body } = request
        const event = recorder.record(
          {
            kind: 'stripe-call',
            label,
            method,
            path,
            parameters: Object.fromEntries(new URLSearchParams(body)) as JsonRow,
            idempotencyKey: headers['idempotency-key'] ?? headers['Idempotency-Key'] ?? null,
            status: handled.status,
            replayed: handled.replayed,
            response: summaryOf(response),
          },
          { point: operation.text, changes: takeChanges() },
        )
        const context = scheduler.context()
        scheduler.enter({ ...context, cause: event }, null, goOn)
        scheduler.enter(context, null, () => undefined)
        return { status: handled.status, headers: handled.headers, body: handled.body }
      },
    })
  }

  return {
    connect: () => client,
    pay: (url, customer) =>
      operations.perform({
        role: 'customer',
        label: 'pay',
        perform(operation) {
          const { outcome } = stripe.pay(sessionIdFromUrl(url) ?? '', scheduler.nowMs(), { method: 'card' })
          const event = recorder.record(
            { kind: 'customer', action: 'pays on Stripe’s page', sees: outcome },
            { actor: customer.actor, point: operation.text, changes: takeChanges() },
          )
          const context = scheduler.context()
          scheduler.enter({ ...context, cause: event }, null, goOn)
          scheduler.enter(context, null, () => undefined)
          if (outcome === 'paid') return 'paid'
          return outcome === 'declined' ? 'declined' : 'expired'
        },
      }),
  }
}

function once(callback: (answer: HttpAnswer) => void): (answer: HttpAnswer) => void {
  let isCalled = false
  return (answer) => {
    if (isCalled) return
    isCalled = true
    callback(answer)
  }
}

function tablesOf(stripe: SimulatedStripe): ReadonlyMap<string, readonly JsonRow[]> {
  return new Map(
    Object.entries(stripe.tables()).map(([table, rows]) => [
      `stripe.${table}`,
      rows as unknown as readonly JsonRow[],
    ]),
  )
}

function changesOf(
  table: string,
  before: readonly JsonRow[],
  after: readonly JsonRow[],
): readonly RowChange[] {
  const keyOf = (row: JsonRow): string => (row['id'] ?? row['key']) as string
  const earlier = new Map(before.map((row) => [keyOf(row), row]))
  return after.flatMap((row) => {
    const old = earlier.get(keyOf(row)) ?? null
    return JSON.stringify(old) === JSON.stringify(row)
      ? []
      : [{ table, key: keyOf(row), before: old, after: row }]
  })
}

/** What matters of an answer, without its hundred null fields. */
function summaryOf(response: { readonly [field: string]: Json }): Json {
  if (response['error'] !== undefined) return { error: response['error'] }
  const kept = ['id', 'status', 'payment_status', 'url', 'expires_at'].filter(
    (field) => response[field] !== undefined,
  )
  return Object.fromEntries(kept.map((field) => [field, response[field] ?? null]))
}

/** What Stripe did by itself, in words; null for what only follows from it. */
function describe(effect: Effect): string | null {
  switch (effect.kind) {
    case 'session-expired':
      return `lets session ${effect.sessionId} expire`
    case 'charged':
      return `charges for session ${effect.sessionId}`
    case 'payment-failed':
      return `cannot collect the payment of session ${effect.sessionId}`
    case 'session-created':
    case 'session-completed':
    case 'payment-declined':
    case 'event-created':
      return null
  }
}
