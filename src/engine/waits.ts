/** Waiting for a message: when to look for it, and when to sleep without looking (E8). */
import type { Json } from './environment.ts'
import type { Call, Execution } from './execution.ts'
import { recvStatement } from './message-rows.ts'
import { toJson } from './json.ts'
import type { Resting } from './resting.ts'

/** What one workflow knows of its inbox, by topic. */
export interface Inbox {
  /** The counter up to which no message of the topic is left. */
  emptyUpTo(topic: string): number
  sawNone(topic: string, inbox: number): void
}

export function createInbox(): Inbox {
  const seen = new Map<string, number>()
  return {
    emptyUpTo: (topic) => seen.get(topic) ?? 0,
    sawNone(topic, inbox) {
      seen.set(topic, inbox)
    },
  }
}

/** E8: takes the first message of the topic. @returns null when the time is over */
export async function receive(
  execution: Execution,
  call: Call,
  parts: { readonly inbox: Inbox; readonly resting: Resting; readonly timeoutMs: number | null },
): Promise<Json> {
  const { inbox, resting, timeoutMs } = parts
  const topic = call.name
  let mustLook = call.record?.isOver === true || (timeoutMs !== null && timeoutMs <= 0)
  for (;;) {
    // A fresh run with an empty inbox asks nothing: the counter that the sleep compares says it as well (E7).
    if (mustLook || execution.inbox > inbox.emptyUpTo(topic)) {
      const place = execution.order.takePlace(call)
      const row = await execution.write(recvStatement(topic, execution.held, call.step, timeoutMs, place))
      if (row['outcome'] === 'received') return toJson(row['output'], `the message ${topic}`)
      if (row['outcome'] === 'again') continue
      execution.order.giveUpPlace(call)
      inbox.sawNone(topic, Number(row['inbox']))
    }
    await resting.wait(call, { timeoutMs, seenInbox: inbox.emptyUpTo(topic) })
    mustLook = true
  }
}
