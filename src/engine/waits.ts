/** Waiting for a message: when to look for it, and when to sleep without looking (E8). */
import type { Json } from './environment.ts'
import { recordName, type Call, type Execution } from './execution.ts'
import { recvStatement } from './message-rows.ts'
import { toJson } from './json.ts'
import { recordCancellation } from './record-step.ts'
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

export interface Receiving {
  readonly inbox: Inbox
  readonly resting: Resting
  /** None: it waits for its time alone. */
  readonly topics: readonly string[]
  /** Null: however long it takes. */
  readonly timeoutMs: number | null
  /** As in `Awaited`. */
  readonly overText: string
  readonly saysTopic: boolean
  /** What else may end the wait: a step of a race. */
  readonly other?: {
    /** Begins it, if it has not begun: nothing that is there already has ended the wait. */
    begin(): void
    isDecided(): boolean
    decide(): Promise<Json>
  }
}

/**
 * E8: takes the first message of its topics, or records that the time is over.
 * @returns what is recorded @throws {WorkflowCancelledError} where the workflow was cancelled meanwhile (E16)
 */
export async function receive(execution: Execution, call: Call, receiving: Receiving): Promise<Json> {
  const { inbox, resting, topics, timeoutMs, other } = receiving
  const line = topics.map((topic) => ({ topic, place: inbox.enter(topic) }))
  const leave = () => {
    for (const { place } of line) place.leave()
  }
  /** By what may come at any time, also while it looks at its inbox. */
  const isEnded = () => execution.cancellation.reaches(call) || other?.isDecided() === true
  let leftMs: number | null = null
  let mustLook = call.record?.isOver === true || (timeoutMs !== null && timeoutMs <= 0)
  const isOver = mustLook
  for (;;) {
    // M2: the one before takes its message first. If there is none for it, there is none for this one either.
    for (const { place } of line) {
      const before = place.before()
      if (before) await before.looked
    }
    if (execution.cancellation.reaches(call)) {
      leave()
      return recordCancellation(execution, call)
    }
    if (other?.isDecided()) {
      leave()
      return other.decide()
    }
    const open = isOver
      ? topics
      : line.flatMap(({ topic, place }) => (place.before() === null ? [topic] : []))
    const mayFind = open.length > 0 || topics.length === 0
    // A fresh run with an empty inbox asks nothing: the counter that the sleep compares says it as well (E7).
    if ((mustLook && mayFind) || open.some((topic) => execution.inbox > inbox.emptyUpTo(topic))) {
      const row = await execution.write(
        recvStatement(call.kind === 'recv' ? `recv:${call.name}` : call.kind, execution.held, {
          step: call.step,
          recordName: recordName(call.kind, call.name),
          topics: open,
          timeoutMs,
          overText: receiving.overText,
          saysTopic: receiving.saysTopic,
          place: execution.order.takePlace(call),
        }),
      )
      if (row['outcome'] === 'received') {
        leave()
        return toJson(row['output'], `what ${call.name} waited for`)
      }
      if (row['outcome'] === 'again') continue
      execution.order.giveUpPlace(call)
      for (const topic of open) inbox.sawNone(topic, Number(row['inbox']))
      leftMs = row['left_ms'] === null ? null : Number(row['left_ms'])
    }
    for (const { place } of line) place.hasLooked()
    // What came while it looked; what is over already begins no step.
    if (isEnded()) continue
    other?.begin()
    const seenInbox = topics.length === 0 ? null : Math.min(...topics.map((topic) => inbox.emptyUpTo(topic)))
    await resting.wait(call, { timeoutMs, topics, seenInbox, leftMs, isOver: isEnded })
    mustLook = true
  }
}
