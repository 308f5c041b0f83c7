import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createSqlClient, type SqlWorkerLike } from './client.ts'
import type { FromSqlWorker, ToSqlWorker } from './protocol.ts'
import { sampleParts } from '../worker/testing/sample-parts.ts'
import type { SqlQuestion } from './question.ts'

/** A worker that starts at once and answers when told to. */
class FakeWorker implements SqlWorkerLike {
  readonly heard: ToSqlWorker[] = []
  terminated = false
  onmessage: SqlWorkerLike['onmessage'] = null
  onerror: SqlWorkerLike['onerror'] = null

  postMessage(message: ToSqlWorker): void {
    this.heard.push(message)
    if (message.kind === 'start')
      queueMicrotask(() => this.say({ kind: 'ready', columns: { orders: ['id'] } }))
  }

  say(message: FromSqlWorker): void {
    this.onmessage?.(new MessageEvent('message', { data: message }))
  }

  terminate(): void {
    this.terminated = true
  }
}

function setUp() {
  const workers: FakeWorker[] = []
  const client = createSqlClient({
    load: sampleParts,
    forget: () => undefined,
    startWorker: () => {
      const worker = new FakeWorker()
      workers.push(worker)
      return worker
    },
    questionMs: 5_000,
  })
  return { client, workers }
}

const question: SqlQuestion = { sql: 'select 1', tables: {}, nowMs: 0 }
const nothing: FromSqlWorker = { kind: 'answered', answer: { kind: 'nothing' }, isInDoubt: false }
const flush = () => vi.advanceTimersByTimeAsync(0)

describe('the SQL client', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('tells the columns, and keeps its worker from one question to the next', async () => {
    const { client, workers } = setUp()
    expect(await client.wake()).toEqual({ orders: ['id'] })
    for (let times = 0; times < 2; times += 1) {
      const coming = client.ask(question)
      await flush()
      workers[0]?.say(nothing)
      expect(await coming).toEqual({ kind: 'nothing' })
    }
    expect(workers).toHaveLength(1)
  })

  test('A1: a question that takes too long is cut off, and the next gets a new worker', async () => {
    const { client, workers } = setUp()
    const outcome = client.ask(question).catch(String)
    await vi.advanceTimersByTimeAsync(4_999)
    expect(workers[0]?.terminated).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await outcome).toContain('No answer within 5 seconds')
    expect(workers[0]?.terminated).toBe(true)
    const next = client.ask(question)
    await flush()
    // Too late, and from one that is gone.
    workers[0]?.say({ kind: 'failed', reason: 'late' })
    workers[1]?.say(nothing)
    expect(await next).toEqual({ kind: 'nothing' })
  })

  test.each<[string, FromSqlWorker, string]>([
    ['in doubt', { ...nothing, isInDoubt: true }, 'answered'],
    [
      'failed',
      { kind: 'failed', reason: 'out of memory' },
      'Error: The query could not be run: out of memory',
    ],
    [
      'crashed',
      { kind: 'crashed' },
      'Error: That query crashed Postgres. The tables are unchanged. The next query gets a new Postgres: try a smaller one.',
    ],
  ])('A1: a session that is %s is not used again', async (_what, message, expected) => {
    const { client, workers } = setUp()
    const outcome = client.ask(question).then(() => 'answered', String)
    await flush()
    workers[0]?.say(message)
    expect(await outcome).toBe(expected)
    expect(workers[0]?.terminated).toBe(true)
  })

  test('A2: one question at a time', async () => {
    const { client, workers } = setUp()
    const [first, second] = [client.ask(question), client.ask(question)]
    await flush()
    expect(workers[0]?.heard).toHaveLength(3)
    workers[0]?.say(nothing)
    await first
    await flush()
    expect(workers[0]?.heard).toHaveLength(4)
    workers[0]?.say(nothing)
    await second
  })

  test('a worker that crashes at a query says so; one that cannot start says why', async () => {
    const { client, workers } = setUp()
    const outcome = client.ask(question).catch(String)
    await flush()
    workers[0]?.onerror?.({ message: 'unreachable' } as ErrorEvent)
    expect(await outcome).toContain('That query crashed Postgres.')
    expect(workers[0]?.terminated).toBe(true)

    const next = client.wake().catch(String)
    await Promise.resolve()
    workers[1]?.onerror?.({ message: 'blocked' } as ErrorEvent)
    expect(await next).toContain('Postgres could not start: blocked.')
  })

  test('what is ended while it loads ends its worker too', async () => {
    const { client, workers } = setUp()
    const outcome = client.wake().catch(String)
    client.end('')
    expect(await outcome).toContain('stopped')
    expect(workers[0]?.terminated).toBe(true)
  })
})
