/**
 * The network between customers, Stripe and the servers behind their balancer: a message takes time, can be lost,
 * and its sender learns of a server's death by a reset connection.
 */
import type { Context, Scheduler } from './scheduler.ts'
import type { FaultInjector, Identified } from './faults/injector.ts'
import { causedBy, type Outages } from './outages.ts'
import type { Operations } from './operations.ts'
import { titleOf, type Process } from './process.ts'
import { draw } from './randomness.ts'
import type { Recorder } from './recorder.ts'
import type { Actor } from './trace.ts'
import { createRequest } from './http-request.ts'
import type { Server } from './scenario.ts'

/** One HTTP request on its way to the shop. */
export interface Outgoing {
  /** `checkout`, `checkout.session.completed`: what its operations are called after. */
  readonly name: string
  readonly label: string
  /** Unique within a run, `m3`. */
  readonly message: string
  readonly method: 'GET' | 'POST'
  /** With its query. */
  readonly path: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly from: Actor
  readonly summary: string
  /** How long the sender waits for an answer, milliseconds. */
  readonly timeoutMs: number
  answered(answer: HttpAnswer): void
}

export type HttpAnswer = Reply | { readonly status: null; readonly why: string }

interface Reply {
  readonly status: number
  readonly body: string
}

/** A server that is up, and what it is working on. */
export interface Host {
  readonly process: Process
  readonly server: Server
  /** Callbacks of those who wait for an answer, by message. */
  readonly waiting: Map<string, (why: string) => void>
}

export interface Network {
  nextMessage(): string
  /** Milliseconds that a message takes, by its identity. */
  latencyMs(identity: string): number
  /** Carries a request to a server; `delayMs` is the time on the way. */
  carry(request: Outgoing, delayMs: number, context: Context): void
  /** As `carry`, but the next request that arrives overtakes it. */
  hold(request: Outgoing, delayMs: number, context: Context): void
  /** Nothing will arrive: the sender waits in vain. */
  lose(request: Outgoing, context: Context): void
  /** Resets the connections of a server that died. */
  reset(host: Host): void
}

const usualLatencyMs = 40

export interface NetworkParts {
  readonly scheduler: Scheduler
  readonly recorder: Recorder
  readonly operations: Operations
  readonly faults: FaultInjector
  readonly outages: Outages
  readonly seed: number
  /** The next server that answers; or when the first that is frozen comes back; or null, where none is up. */
  balance(): Host | { readonly thawsAtMs: number } | null
  /** When the last message is delivered that waits to be overtaken. */
  readonly settleMs: number
}

export function createNetwork({
  scheduler,
  recorder,
  operations,
  faults,
  outages,
  seed,
  balance,
  settleMs,
}: NetworkParts): Network {
  let messages = 0
  let requests = 0
  let held: (() => void)[] = []

  function latencyMs(identity: string): number {
    return seed === 1
      ? usualLatencyMs
      : Math.round(usualLatencyMs * (0.5 + draw(seed, `latency of ${identity}`)))
  }

  /** Tells the sender, once. */
  function answerOnce(
    request: Outgoing,
    context: Context,
  ): (answer: HttpAnswer, cause: number | null) => void {
    let isAnswered = false
    return (answer, cause) => {
      if (isAnswered) return
      isAnswered = true
      scheduler.enter({ ...context, cause }, null, () => {
        if (answer.status === null) {
          const event = recorder.record(
            { kind: 'no-answer', label: request.label, message: request.message, why: answer.why },
            { actor: request.from },
          )
          scheduler.enter({ ...context, cause: event }, null, () => request.answered(answer))
        } else request.answered(answer)
      })
    }
  }

  function arrive(
    request: Outgoing,
    context: Context,
    answer: (answer: HttpAnswer, cause: number | null) => void,
  ): void {
    const host = balance()
    if (host === null) {
      const cut = outages.ofAnyServer()
      const why = cut === null ? 'no server is up: connection refused' : 'no server can be reached'
      answer({ status: null, why }, cut?.event ?? context.cause)
      return
    }
    requests += 1
    // The kernel of a frozen server takes the connection, and its process reads from it when it is back.
    if ('thawsAtMs' in host) return scheduler.at(host.thawsAtMs, null, () => arrive(request, context, answer))
    const { process } = host
    const serverContext: Context = {
      ...context,
      process,
      request: `${titleOf(process.actor)}/${request.method} ${request.path.split('?')[0]}/${requests}`,
    }
    host.waiting.set(request.message, (why) => {
      const cause = recorder.trace.length
      scheduler.at(scheduler.nowMs() + latencyMs(`reset ${request.message}`), null, () =>
        answer({ status: null, why }, cause),
      )
    })
    const overtaking = held
    held = []
    for (const release of overtaking) scheduler.at(scheduler.nowMs() + 1, null, release)
    scheduler.enter(serverContext, null, () => {
      const cause = recorder.record({
        kind: 'arrived',
        label: request.label,
        message: request.message,
        from: request.from,
        summary: request.summary,
      })
      scheduler.enter(
        { ...serverContext, cause },
        null,
        () => void serve(host, request, { ...serverContext, cause }, answer),
      )
    })
  }

  async function serve(
    host: Host,
    request: Outgoing,
    context: Context,
    answer: (answer: HttpAnswer, cause: number | null) => void,
  ): Promise<void> {
    const read = await respond(host.server, request)
    let reply: Reply | null = null
    void scheduler.native(read).then((whole) => (reply = whole))
    // It has its place among what waits before its body is read: that takes tasks in Chromium and none in Node.
    await operations.perform({
      role: 'server',
      label: `response:${request.name}`,
      context: { ...context, cause: scheduler.context().cause },
      isEligible: () => reply !== null,
      perform(operation) {
        host.waiting.delete(request.message)
        if (reply !== null) sendBack(request, operation, reply, answer)
      },
    })
  }

  function sendBack(
    request: Outgoing,
    operation: Identified,
    { status, body }: Reply,
    answer: (answer: HttpAnswer, cause: number | null) => void,
  ): void {
    const from = scheduler.context().process.actor
    const away = 'name' in from ? outages.ofServer(from.name) : null
    const dropped = faults.inject(operation, 'drop') !== null || away !== null
    const lateMs = faults.inject(operation, 'delay')?.effect ?? 0
    const delayMs = latencyMs(operation.text) + lateMs
    const label = `response:${request.name}`
    const summary = `${status} ${body}`
    const fate = dropped ? ('dropped' as const) : ('delivered' as const)
    const sent = recorder.record(
      {
        kind: 'sent',
        label,
        message: request.message,
        to: request.from,
        fate,
        delayMs,
        summary,
        forged: false,
        attempt: 1,
      },
      { point: operation.text, ...causedBy(away) },
    )
    if (dropped) return
    const context = scheduler.context()
    scheduler.at(scheduler.nowMs() + delayMs, null, () => {
      scheduler.enter({ ...context, cause: sent }, null, () => {
        const cause = recorder.record(
          { kind: 'arrived', label, message: request.message, from, summary },
          { actor: request.from, cause: sent },
        )
        answer({ status, body }, cause)
      })
    })
  }

  function expectAnswer(
    request: Outgoing,
    context: Context,
  ): (answer: HttpAnswer, cause: number | null) => void {
    const answer = answerOnce(request, context)
    scheduler.at(scheduler.nowMs() + request.timeoutMs, null, () =>
      answer({ status: null, why: 'no answer in time' }, context.cause),
    )
    return answer
  }

  return {
    latencyMs,
    nextMessage: () => `m${(messages += 1)}`,
    carry(request, delayMs, context) {
      // Who sends late waits from then on.
      const late = delayMs > request.timeoutMs
      const answer = late ? answerOnce(request, context) : expectAnswer(request, context)
      scheduler.at(scheduler.nowMs() + delayMs, null, () => arrive(request, context, answer))
    },
    hold(request, delayMs, context) {
      const answer = expectAnswer(request, context)
      let isReleased = false
      const release = (): void => {
        if (isReleased) return
        isReleased = true
        arrive(request, context, answer)
      }
      scheduler.at(scheduler.nowMs() + delayMs, null, () => void (isReleased || held.push(release)))
      scheduler.at(settleMs, null, release)
    },
    lose: (request, context) => void expectAnswer(request, context),
    reset(host) {
      for (const hangUp of host.waiting.values()) hangUp(`${host.process.title} died: connection reset`)
      host.waiting.clear()
    },
  }
}

/** The handler's answer, as work that reads its body. A handler that throws is a 500, as in any server. */
async function respond(
  server: Server,
  { method, path, body, headers }: Outgoing,
): Promise<() => Promise<Reply>> {
  const failed: Reply = { status: 500, body: 'Internal Server Error' }
  try {
    const response = await server.fetch(createRequest(method, path, body, headers))
    return async () => {
      try {
        return { status: response.status, body: await response.text() }
      } catch {
        return failed
      }
    }
  } catch {
    return () => Promise.resolve(failed)
  }
}
