/** The customers: processes that nobody can kill, each with a cart of their own. */
import type { Json } from '#engine/environment.ts'
import type { FaultInjector, Identified } from './faults/injector.ts'
import type { Judge } from './judge.ts'
import type { HttpAnswer, Network, Outgoing } from './network.ts'
import type { Operations } from './operations.ts'
import type { Plan } from './plan.ts'
import { createProcess, type Process } from './process.ts'
import type { Recorder } from './recorder.ts'
import type { Context, Scheduler } from './scheduler.ts'
import type { Answer, CustomerBehaviour, Shopper } from './scenario.ts'
import type { StripeService } from './stripe-service.ts'
import { wasTroubledSince } from './troubled.ts'

const names = ['Alice', 'Bob']

/**
 * How long a browser waits for a page: 300 s in Chrome and in Firefox (`network.http.response.timeout`). A customer who
 * is less patient clicks again by herself.
 */
const browserTimeoutMs = 300_000

export interface CustomersParts {
  readonly scheduler: Scheduler
  readonly recorder: Recorder
  readonly operations: Operations
  readonly faults: FaultInjector
  readonly network: Network
  readonly stripe: StripeService
  readonly stock: number
  readonly plan: Plan
  readonly judge: Pick<Judge, 'note' | 'touched' | 'check'>
}

/** Lets each customer act; all begin at the same time. */
export function startCustomers(parts: CustomersParts, behaviours: readonly CustomerBehaviour[]): void {
  const { scheduler } = parts
  behaviours.forEach((behaviour, index) => {
    const name = names[index] ?? `Customer ${index + 1}`
    const process = createProcess({ role: 'customer', name })
    const context: Context = {
      process,
      subject: `order-${index + 1}`,
      request: null,
      cause: null,
      forged: false,
    }
    scheduler.enter(
      context,
      null,
      () => void behaviour.act(shopperOf(parts, process, name, index + 1, context)),
    )
  })
}

function shopperOf(
  parts: CustomersParts,
  process: Process,
  name: string,
  number: number,
  own: Context,
): Shopper {
  const { scheduler, recorder, operations, stripe, judge } = parts
  const askedAtMs: number[] = []
  return {
    name,
    number,
    stock: parts.stock,
    post(page, body) {
      askedAtMs.push(scheduler.nowMs())
      return ask({ name: page, method: 'POST', path: `/${page}`, body: JSON.stringify(body) })
    },
    get: (page, path) => ask({ name: page, method: 'GET', path, body: '' }),
    pay: (url, how = {}) => stripe.pay(url, process, how),
    redirected: (url) => stripe.redirected(url, process),
    note: (action, sees) =>
      void recorder.record({ kind: 'customer', action, sees: sees ?? null }, { actor: process.actor }),
    isTroubled: () => wasTroubledSince(recorder.trace, parts.plan, askedAtMs.at(-2) ?? askedAtMs[0] ?? 0),
    turnedAway(why, wanted, { text, values }) {
      const known = [recorder.trace.length, name, own.subject, why, wanted]
      const types = ['integer', 'text', 'text', 'text', 'integer']
      const places = types.map((type, at) => `$${values.length + at + 1}::${type}`)
      judge.note([
        `insert into run.turned_away select ${places.join(', ')}, stock.available from (${text}) stock`,
        [...values, ...known],
      ])
      judge.touched(['run.turned_away'])
      judge.check()
    },
    wait: (ms) =>
      new Promise((resolve) => {
        const { cause } = scheduler.context()
        scheduler.at(scheduler.nowMs() + ms, process, () => scheduler.enter({ ...own, cause }, null, resolve))
      }),
  }

  function ask({ name: page, method, path, body }: Asked): Promise<Answer> {
    const { network, faults } = parts
    return new Promise((resolve) => {
      void operations.perform({
        role: 'customer',
        label: `request:${page}`,
        perform(operation: Identified) {
          const message = network.nextMessage()
          const dropped = faults.inject(operation, 'drop') !== null
          const duplicated = faults.inject(operation, 'duplicate') !== null
          const overtaken = faults.inject(operation, 'overtake') !== null
          const lateMs = faults.inject(operation, 'delay')?.effect ?? 0
          const delayMs = network.latencyMs(operation.text) + lateMs
          const fate = dropped ? ('dropped' as const) : ('delivered' as const)
          const label = `request:${page}`
          const summary = `${method} ${path}`
          const cause = recorder.record(
            {
              kind: 'sent',
              label,
              message,
              to: { role: 'server', name: '?' },
              fate,
              delayMs,
              summary,
              forged: false,
              attempt: 1,
            },
            { point: operation.text },
          )
          const context: Context = { ...scheduler.context(), cause }
          const request: Outgoing = {
            name: page,
            label,
            message,
            method,
            path,
            body,
            headers: method === 'POST' ? { 'content-type': 'application/json' } : {},
            from: process.actor,
            summary,
            timeoutMs: browserTimeoutMs,
            answered: (answer) => resolve(read(answer)),
          }
          if (dropped) return network.lose(request, context)
          if (overtaken) return network.hold(request, delayMs, context)
          network.carry(request, delayMs, context)
          // The browser hears the first answer; the other goes nowhere.
          const twin = { ...request, message: network.nextMessage(), answered: () => undefined }
          if (duplicated) network.carry(twin, delayMs, context)
        },
      })
    })
  }
}

type Asked = Pick<Outgoing, 'name' | 'method' | 'path' | 'body'>

function read(answer: HttpAnswer): Answer {
  if (answer.status === null) return answer
  try {
    return { status: answer.status, body: JSON.parse(answer.body) as Json }
  } catch {
    return { status: answer.status, body: answer.body }
  }
}
