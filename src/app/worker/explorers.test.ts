import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { WorkerLike } from './client.ts'
import { talkTo } from './explorers.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import { failingParts, sampleParts } from './testing/sample-parts.ts'

/** Starts at once and answers nothing by itself. */
class FakeWorker implements WorkerLike {
  terminated = false
  onmessage: WorkerLike['onmessage'] = null
  onerror: WorkerLike['onerror'] = null

  postMessage(message: ToWorker): void {
    if (message.kind === 'start') queueMicrotask(() => this.say({ kind: 'ready' }))
  }

  say(message: FromWorker): void {
    this.onmessage?.(new MessageEvent('message', { data: message }))
  }

  fail(message: string): void {
    this.onerror?.(Object.assign(new Event('error'), { message }) as ErrorEvent)
  }

  terminate(): void {
    this.terminated = true
  }
}

const jobs: ToWorker = { kind: 'explore', question: 0, jobs: [] }
const explored: FromWorker = { kind: 'explored', question: 0, outcomes: [] }

describe('a worker that explores', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  async function started() {
    const worker = new FakeWorker()
    const talk = talkTo(worker)
    await talk.start(sampleParts())
    return { worker, talk }
  }

  test('answers one message after the other', async () => {
    const { worker, talk } = await started()
    for (let times = 0; times < 2; times += 1) {
      const answer = talk.exchange(jobs)
      worker.say(explored)
      expect(await answer).toEqual(explored)
    }
    await vi.advanceTimersByTimeAsync(600_000)
    expect(worker.terminated, 'an answer ends its time limit').toBe(false)
  })

  test('that has ended is asked for nothing more', async () => {
    const { worker, talk } = await started()
    const answer = talk.exchange(jobs).catch(String)
    worker.fail('the browser has ended it')
    expect(await answer).toContain('A worker has stopped: the browser has ended it.')
    expect(await talk.exchange(jobs).catch(String)).toContain('the browser has ended it')
  })

  test('that does not answer is ended', async () => {
    const { worker, talk } = await started()
    const answer = talk.exchange(jobs).catch(String)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(await answer).toContain('A worker did not answer within 2 minutes.')
    expect(worker.terminated).toBe(true)
  })

  test('does not start without Postgres', async () => {
    const talk = talkTo(new FakeWorker())
    await expect(talk.start(failingParts(new Error('Check your connection and try again.')))).rejects.toThrow(
      'connection',
    )
  })
})
