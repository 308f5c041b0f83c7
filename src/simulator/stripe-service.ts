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
  type Paid,
  type StripeRequest,
} from '#stripe'
import type { Json } from '#engine/environment.ts'
import { currentFrame } from '#program/frame.ts'
import { callTimeoutMs, usualCall, type CallEffect } from './faults/effects.ts'
import type { FaultInjector, Identified } from './faults/injector.ts'
import type { HttpAnswer, Network } from './network.ts'
import type { Operations } from './operations.ts'
import { causedBy, type Outage, type Outages } from './outages.ts'
import type { Process } from './process.ts'
import { drawUuid } from './randomness.ts'
import type { Recorder } from './recorder.ts'
import type { Context, Scheduler } from './scheduler.ts'
import type { Machine, PayOptions } from './scenario.ts'
import type { UnderWay } from './slow.ts'
import type { JsonRow, RowChange } from './trace.ts'

export type SimulatedStripe = ReturnType<typeof createStripe>

export interface StripeService {
  /** The official client, for a server. */
  connect(): Machine['stripe']
  /** A customer pays on the page. */
  pay(url: string, customer: Process, how: PayOptions): Promise<Pick<Paid, 'outcome' | 'redirectUrl'>>
  /** Resolves when Stripe leads a customer who has paid back to the shop. */
  redirected(url: string, customer: Process): Promise<void>
}

export interface StripeParts {
  readonly stripe: SimulatedStripe
  readonly process: Process
  readonly secretKey: string
  readonly seed: number
  /** Whether the servers' client sends a call again, as the official one does by default. */
  readonly clientRetries: boolean
  readonly scheduler: Scheduler
  readonly recorder: Recorder
  readonly operations: Operations
  readonly faults: FaultInjector
  readonly outages: Outages
  readonly network: Network
  /** Where the shop listens for webhooks. */
  readonly webhookPath: string
  /** The ledger may have changed. */
  changed(): void
  /** The name of a key was drawn. */
  drew(): void
}

/** Stripe expects a fast answer. */
const webhookTimeoutMs = 10_000
/** For so long a customer waits for the shop's answer: https://docs.stripe.com/checkout/fulfillment */
const redirectAfterMs = 10_000
/** For how long a signature is good. */
const signatureToleranceMs = 300_000

interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A call that has been made, and what the caller hears of it. */
interface Called {
  readonly effect: CallEffect
  readonly answer: Answered
}

const noAnswer: Answered = { status: 0, headers: {}, body: '' }

export function createStripeService(parts: StripeParts): StripeService {
  const { stripe, process, scheduler, recorder, operations, faults, outages, network } = parts
  const subjects = new Map<string, string | null>()
  const plannedMs = new Set<number>()
  const keys = new Map<string, number>()
  /** Sessions whose completion the shop has answered, and what is to go on then. */
  const answered = new Set<string>()
  const redirects = new Map<string, () => void>()
  let shown = tablesOf(stripe)
  // It keeps no state, and making one takes as long as several calls: all servers share it, through all their lives.
  const client = createStripeClient({
    secretKey: parts.secretKey,
    send: call,
    nowMs: () => scheduler.nowMs(),
    newKeyId,
    pause: parts.clientRetries ? (ms) => later(scheduler.context().process, ms) : null,
  })

  /** What the last call changed in the ledger, as rows. */
  function takeChanges(): readonly RowChange[] {
    const before = shown
    shown = tablesOf(stripe)
    return [...shown].flatMap(([table, rows]) => changesOf(table, before.get(table) ?? [], rows))
  }

  /** After anything that may have changed the ledger: judge it, send what it has to tell, come back when it is due. */
  function goOn(webhooksAfterMs = 0): void {
    parts.changed()
    const deliveries = stripe.takeDeliveries()
    const context = scheduler.context()
    const send = (): void => deliveries.forEach(attempt)
    if (webhooksAfterMs === 0) send()
    else scheduler.at(scheduler.nowMs() + webhooksAfterMs, null, () => scheduler.enter(context, null, send))
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
      scheduler.enter({ process, subject, request: null, cause, forged: false }, null, () => goOn())
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
    if (faults.inject(operation, 'forge')) forge(delivery, operation)
    const away = outages.ofWebhooks()
    const dropped = faults.inject(operation, 'drop') !== null || away !== null
    const lateMs = faults.inject(operation, 'delay')?.effect ?? 0
    const duplicated = faults.inject(operation, 'duplicate')?.effect
    const overtaken = faults.inject(operation, 'overtake') !== null
    const replayed = faults.inject(operation, 'replay')
    const message = network.nextMessage()
    const delayMs = network.latencyMs(operation.text) + lateMs
    const fate = dropped ? ('dropped' as const) : ('delivered' as const)
    const sent = recordSent(delivery, operation, message, fate, delayMs, false, away)
    const context: Context = { ...scheduler.context(), cause: sent }
    // What is late was sent late: Stripe signs an event anew each time that it sends it.
    const signature = stripe.sign(delivery.payload, scheduler.nowMs() + lateMs)
    const request = outgoing(
      delivery,
      message,
      signature,
      once((answer) => hear(delivery, answer)),
    )
    if (replayed) replay(delivery, operation, signature, replayed.effect)
    if (duplicated === 'as-new-event') repeat(delivery, context)
    if (dropped) return network.lose(request, context)
    if (overtaken) return network.hold(request, delayMs, context)
    network.carry(request, delayMs, context)
    if (duplicated === 'twice')
      network.carry({ ...request, message: network.nextMessage() }, delayMs, context)
  }

  /** A second event of the same change: to Stripe it is one more to deliver. */
  function repeat({ eventId }: Delivery, context: Context): void {
    const repeated = stripe.repeatEvent(eventId)
    const cause = recorder.record(
      { kind: 'stripe', action: `tells of the same change by another event, ${repeated.eventId}` },
      { changes: takeChanges() },
    )
    scheduler.enter({ ...context, cause }, null, () => goOn())
    scheduler.enter(context, null, () => undefined)
  }

  function hear(delivery: Delivery, answer: HttpAnswer): void {
    if (delivery.type === 'checkout.session.completed') {
      answered.add(delivery.sessionId)
      redirects.get(delivery.sessionId)?.()
    }
    if (answer.status !== null && answer.status >= 200 && answer.status < 300) return
    const delayMs = retryDelayMs(delivery.attempt)
    if (delayMs === null) return
    const context = scheduler.context()
    scheduler.at(scheduler.nowMs() + delayMs, null, () =>
      scheduler.enter(context, null, () => attempt({ ...delivery, attempt: delivery.attempt + 1 })),
    )
  }

  /** Somebody who does not know the secret says that the session was paid. */
  function forge(delivery: Delivery, operation: Identified): void {
    const payload = delivery.payload
      .replaceAll(delivery.eventId, `${delivery.eventId}_forged`)
      .replaceAll(delivery.type, 'checkout.session.completed')
      .replaceAll('"payment_status": "unpaid"', '"payment_status": "paid"')
      .replaceAll(/"status": "(open|expired)"/g, '"status": "complete"')
    const forged: Delivery = { ...delivery, type: 'checkout.session.completed', payload }
    const delayMs = Math.floor(network.latencyMs(operation.text) / 2)
    intrude(forged, operation, stripe.forge(payload, scheduler.nowMs()), delayMs, true)
  }

  /** Somebody who saw a webhook pass sends it once more: its signature is genuine, and as old as it is. */
  function replay(delivery: Delivery, operation: Identified, signature: string, byMs: number): void {
    const delayMs = network.latencyMs(operation.text) + byMs
    intrude(delivery, operation, signature, delayMs, byMs > signatureToleranceMs)
  }

  /** A webhook that Stripe did not send. @param isUnsigned nothing may happen because of it */
  function intrude(
    delivery: Delivery,
    operation: Identified,
    signature: string,
    delayMs: number,
    isUnsigned: boolean,
  ): void {
    const message = network.nextMessage()
    const sent = recordSent(delivery, operation, message, 'delivered', delayMs, true)
    const context: Context = { ...scheduler.context(), cause: sent, forged: isUnsigned }
    network.carry(
      outgoing(delivery, message, signature, () => undefined),
      delayMs,
      context,
    )
  }

  function recordSent(
    { type, attempt: number, eventId }: Delivery,
    operation: Identified,
    message: string,
    fate: 'delivered' | 'dropped',
    delayMs: number,
    isForged: boolean,
    away: Outage | null = null,
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
      { ...point, ...causedBy(away) },
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
      method: 'POST' as const,
      path: parts.webhookPath,
      body: payload,
      headers: { 'stripe-signature': signature },
      from: process.actor,
      summary: `${type} ${eventId}`,
      timeoutMs: webhookTimeoutMs,
      answered,
    }
  }

  /** The same for the same call of the same order, whatever else happens. */
  function newKeyId(request: Pick<StripeRequest, 'method' | 'path'>): string {
    const name = `${labelOf(request)}@${scheduler.context().subject ?? ''}`
    parts.drew()
    const number = (keys.get(name) ?? 0) + 1
    keys.set(name, number)
    return drawUuid(parts.seed, `key of ${name}#${number}`)
  }

  async function call(request: StripeRequest): Promise<Answered> {
    const label = labelOf(request)
    const { process: caller } = scheduler.context()
    const { effect, answer } = await operations.perform<Called>({
      role: 'server',
      label,
      perform: (operation, underWay) => handle(request, operation, underWay),
      arrives: () => outages.between(caller, 'stripe') === null,
      whenSlow: {
        hold: () => holdKey(keyOf(request)),
        patienceMs: callTimeoutMs,
        givesUpWith: { effect: { ...usualCall, lost: 'timeout' }, answer: noAnswer },
      },
    })
    const { lost, answerAfterMs } = effect
    if (answerAfterMs > 0) await later(caller, answerAfterMs)
    if (lost !== null)
      throw Object.assign(new Error(`No answer from Stripe`), lost === 'timeout' ? { code: 'ETIMEDOUT' } : {})
    return answer
  }

  /** A request under way holds its key; one without a key holds nothing. */
  function holdKey(key: string | null): (() => void) | null {
    if (key === null) return () => undefined
    return stripe.holdKey(key) ? () => stripe.releaseKey(key) : null
  }

  /** One call, as Stripe sees it and as the caller hears of it. */
  function handle(request: StripeRequest, operation: Identified, underWay: UnderWay | null): Called {
    const { label } = operation.point
    const injected = faults.inject(operation, 'call')?.effect ?? usualCall
    const away = outages.between(scheduler.context().process, 'stripe')
    // Where it has got there already, an outage costs the answer alone.
    const lost =
      away !== null && underWay === null
        ? 'request'
        : (injected.lost ?? underWay?.unheard ?? (away === null ? null : 'response'))
    const effect = { ...injected, lost }
    const { fails } = effect
    const { method, path, body } = request
    const asked = {
      kind: 'stripe-call' as const,
      label,
      method,
      path,
      parameters: Object.fromEntries(new URLSearchParams(body)) as JsonRow,
      idempotencyKey: keyOf(request),
      lost,
    }
    if (lost === 'request') {
      const nothing = { status: null, replayed: false, response: null }
      recorder.record({ ...asked, ...nothing }, { point: operation.text, ...causedBy(away) })
      return { effect, answer: noAnswer }
    }
    const handled = stripe.handle(request, scheduler.nowMs(), fails === null ? {} : { fault: fails })
    const response = JSON.parse(handled.body) as { readonly [field: string]: Json }
    noteSubjects(handled.effects, callOf(request)?.sessionId ?? response['id'])
    const heard = { status: lost === null ? handled.status : null, replayed: handled.replayed }
    const event = recorder.record(
      { ...asked, ...heard, response: summaryOf(response) },
      { point: operation.text, changes: takeChanges() },
    )
    const context = scheduler.context()
    scheduler.enter({ ...context, cause: event }, null, () => goOn())
    scheduler.enter(context, null, () => undefined)
    return { effect, answer: { status: handled.status, headers: handled.headers, body: handled.body } }
  }

  /** Whose session it is: whoever first asked for it, or made it even where the answer does not say so. */
  function noteSubjects(effects: readonly Effect[], answered: Json | undefined): void {
    const created = effects.flatMap((effect) => (effect.kind === 'session-created' ? [effect.sessionId] : []))
    for (const sessionId of [...created, ...(typeof answered === 'string' ? [answered] : [])])
      if (!subjects.has(sessionId)) subjects.set(sessionId, scheduler.context().subject)
  }

  /** Waits as a process that may die meanwhile. */
  function later(waiting: Process, ms: number): Promise<void> {
    const [context, frame] = [scheduler.context(), currentFrame()]
    return new Promise((resolve) =>
      scheduler.at(scheduler.nowMs() + ms, waiting, () => scheduler.enter(context, frame, resolve)),
    )
  }

  return {
    connect: () => client,
    pay: (url, customer, { method = 'card', webhookAfterMs = 0 }) =>
      operations.perform({
        role: 'customer',
        label: 'pay',
        perform(operation) {
          const paid = stripe.pay(sessionIdFromUrl(url) ?? '', scheduler.nowMs(), { method })
          const { outcome, redirectUrl } = paid
          const event = recorder.record(
            { kind: 'customer', action: payingWords(outcome), sees: outcome },
            { actor: customer.actor, point: operation.text, changes: takeChanges() },
          )
          const context = scheduler.context()
          scheduler.enter({ ...context, cause: event }, null, () => goOn(webhookAfterMs))
          scheduler.enter(context, null, () => undefined)
          return { outcome, redirectUrl }
        },
      }),
    redirected(url, customer) {
      const sessionId = sessionIdFromUrl(url) ?? ''
      if (answered.has(sessionId)) return Promise.resolve()
      const context = scheduler.context()
      return new Promise((resolve) => {
        const leave = (): void => scheduler.enter(context, null, resolve)
        // A turn of its own, as for all that goes on in another's name (D1).
        const goBack = (): void => {
          if (redirects.delete(sessionId)) scheduler.at(scheduler.nowMs(), customer, leave)
        }
        redirects.set(sessionId, goBack)
        scheduler.at(scheduler.nowMs() + redirectAfterMs, customer, goBack)
      })
    },
  }
}

function payingWords(outcome: Paid['outcome']): string {
  return outcome === 'free' ? 'confirms a free order on Stripe’s page' : 'pays on Stripe’s page'
}

function keyOf({ headers }: Pick<StripeRequest, 'headers'>): string | null {
  return headers['idempotency-key'] ?? headers['Idempotency-Key'] ?? null
}

function labelOf(request: Pick<StripeRequest, 'method' | 'path'>): string {
  return callOf(request)?.label ?? `stripe.${request.method} ${request.path}`
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
