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
  /** M2: takes a place in the line of those who wait for the topic. */
  enter(topic: string): PlaceInLine
}

export interface PlaceInLine {
  /** The one before it that has no message yet; null: it is the first. */
  before(): PlaceInLine | null
  /** Resolves when it has looked, or has left. */
  readonly looked: Promise<void>
  hasLooked(): void
  leave(): void
}

export function createInbox(): Inbox {
  const seen = new Map<string, number>()
  const lines = new Map<string, PlaceInLine[]>()
  return {
    enter(topic) {
      const line = lines.get(topic) ?? []
      lines.set(topic, line)
      let tell: () => void = () => undefined
      const looked = new Promise<void>((resolve) => {
        tell = resolve
      })
      const place: PlaceInLine = {
        before: () => line[line.indexOf(place) - 1] ?? null,
        looked,
        hasLooked: () => tell(),
        leave() {
          line.splice(line.indexOf(place), 1)
          tell()
        },
      }
      line.push(place)
      return place
    },
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
  const line = inbox.enter(topic)
  let mustLook = call.record?.isOver === true || (timeoutMs !== null && timeoutMs <= 0)
  const isOver = mustLook
  for (;;) {
    // M2: the one before takes its message first. If there is none for it, there is none for this one either.
    const before = line.before()
    if (before) await before.looked
    const isFirst = line.before() === null
    // A fresh run with an empty inbox asks nothing: the counter that the sleep compares says it as well (E7).
    if ((mustLook && (isFirst || isOver)) || (isFirst && execution.inbox > inbox.emptyUpTo(topic))) {
      const place = execution.order.takePlace(call)
      const row = await execution.write(recvStatement(topic, execution.held, call.step, timeoutMs, place))
      if (row['outcome'] === 'received') {
        line.leave()
        return toJson(row['output'], `the message ${topic}`)
      }
      if (row['outcome'] === 'again') continue
      execution.order.giveUpPlace(call)
      inbox.sawNone(topic, Number(row['inbox']))
    }
    line.hasLooked()
    await resting.wait(call, { timeoutMs, seenInbox: inbox.emptyUpTo(topic) })
    mustLook = true
  }
}
