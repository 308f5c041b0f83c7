import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { defaultInput, type Run } from '#simulator'
import { naiveSample } from '#simulator/testing/sample-runs.ts'
import { createSimulatorClient, type ClientOptions, type WorkerLike } from './client.ts'
import { failingParts, sampleParts } from './testing/sample-parts.ts'
import type { FromWorker, ToWorker } from './protocol.ts'

class Final extends Error {}

/** A worker that starts at once and answers when told to. */
class FakeWorker implements WorkerLike {
  readonly heard: ToWorker[] = []
  terminated = false
  onmessage: WorkerLike['onmessage'] = null
  onerror: WorkerLike['onerror'] = null
  readonly #starts: boolean

  constructor(starts: boolean) {
    this.#starts = starts
  }

  postMessage(message: ToWorker): void {
    this.heard.push(message)
    if (message.kind === 'start' && this.#starts) queueMicrotask(() => this.say({ kind: 'ready' }))
  }

  say(message: FromWorker): void {
    this.onmessage?.(new MessageEvent('message', { data: message }))
  }

  answer(run: Run): void {
    const asked = this.heard.at(-1)
    if (asked?.kind === 'simulate') this.say({ kind: 'ran', question: asked.question, run })
  }

  fail(message: string): void {
    this.onerror?.(Object.assign(new Event('error'), { message }) as ErrorEvent)
  }

  terminate(): void {
    this.terminated = true
  }
}

function setUp({ starts = true } = {}) {
  const workers: FakeWorker[] = []
  const load = vi.fn<ClientOptions['load']>((onProgress) => {
    onProgress(1, 2)
    return sampleParts()
  })
  const forget = vi.fn<() => void>()
  const client = createSimulatorClient({
    load,
    startWorker: () => {
      const worker = new FakeWorker(starts)
      workers.push(worker)
      return worker
    },
    forget,
    isFinal: (error) => error instanceof Final,
    runMs: 1_000,
  })
  return { client, load, forget, workers }
}

const flush = () => vi.advanceTimersByTimeAsync(0)

describe('the simulation client', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('C1: loads with the first question, and once', async () => {
    const { client, load, workers } = setUp()
    const states: string[] = []
    client.subscribe(() => states.push(client.state().kind))
    expect(load).not.toHaveBeenCalled()
    const run = naiveSample()
    for (let times = 0; times < 2; times += 1) {
      const coming = client.simulate(defaultInput)
      await flush()
      workers[0]?.answer(run)
      expect(await coming).toEqual(run)
    }
    expect(workers).toHaveLength(1)
    expect(states).toEqual(['loading', 'starting', 'ready'])
  })

  test('C2: a run that does not end costs the worker its life, and the next question gets another', async () => {
    const { client, workers } = setUp()
    const endless = client.simulate(defaultInput)
    const outcome = endless.catch(String)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await outcome).toContain('There was no answer within 1 seconds')
    expect(workers[0]?.terminated).toBe(true)
    const next = client.simulate(defaultInput)
    await flush()
    workers[1]?.answer(naiveSample())
    expect((await next).trace.length).toBeGreaterThan(0)
  })

  test('C3: an answer to another question is dropped', async () => {
    const { client, workers } = setUp()
    const coming = client.simulate(defaultInput)
    await flush()
    workers[0]?.say({ kind: 'ran', question: 99, run: { ...naiveSample(), traceHash: 'other' } })
    workers[0]?.answer(naiveSample())
    expect((await coming).traceHash).not.toBe('other')
  })

  test('a failed run says why and leaves the worker as it is', async () => {
    const { client, workers } = setUp()
    const coming = client.simulate(defaultInput)
    const outcome = coming.catch(String)
    await flush()
    workers[0]?.say({ kind: 'failed', question: 1, reason: 'it went in circles' })
    expect(await outcome).toContain('The run failed: it went in circles')
    expect(workers[0]?.terminated).toBe(false)
    expect(client.state().kind).toBe('ready')
  })

  test('a download that fails is tried again with the next question', async () => {
    const { client, load, workers } = setUp()
    load.mockReturnValueOnce(failingParts(new Error('Check your connection and try again.')))
    await expect(client.simulate(defaultInput)).rejects.toThrow('Check your connection and try again.')
    const next = client.simulate(defaultInput)
    await flush()
    workers[1]?.answer(naiveSample())
    await next
    expect(load).toHaveBeenCalledTimes(2)
  })

  test('a worker reads its code while Postgres is loading, and what is lost with it is said', async () => {
    const { client, load, workers } = setUp()
    const neverFiles = {
      files: new Promise<never>(() => undefined),
      program: new Promise<never>(() => undefined),
    }
    load.mockReturnValueOnce(neverFiles)
    const outcome = client.simulate(defaultInput).catch(String)
    await flush()
    expect(workers).toHaveLength(1)
    workers[0]?.fail('the browser has ended it')
    expect(await outcome).toContain('The simulator has stopped: the browser has ended it. Try again')
    expect(client.state().kind).toBe('asleep')
  })

  test('a worker that ends while nothing is asked is replaced with the next question', async () => {
    const { client, workers } = setUp()
    const first = client.simulate(defaultInput)
    await flush()
    workers[0]?.answer(naiveSample())
    await first
    workers[0]?.fail('')
    const second = client.simulate(defaultInput)
    await flush()
    // It has been given up: nothing that comes of it counts.
    workers[0]?.fail('')
    workers[1]?.answer(naiveSample())
    await second
    expect(workers).toHaveLength(2)
  })

  test('where Postgres does not start from its files, they are loaded again the next time', async () => {
    const { client, forget, workers } = setUp({ starts: false })
    const outcome = client.simulate(defaultInput).catch(String)
    await flush()
    workers[0]?.say({ kind: 'failed', question: null, reason: 'Postgres came damaged.' })
    expect(await outcome).toBe('Error: Postgres came damaged.')
    expect(forget).toHaveBeenCalledTimes(1)
    expect(workers[0]?.terminated).toBe(true)
    expect(client.state().kind).toBe('asleep')
  })

  test('prepares once, and a failure is said only when it is asked something', async () => {
    const { client, load, workers } = setUp()
    load.mockReturnValueOnce(failingParts(new Error('Check your connection and try again.')))
    client.prepare()
    await flush()
    client.prepare()
    await flush()
    expect(load).toHaveBeenCalledTimes(1)
    expect(client.state().kind).toBe('asleep')
    const coming = client.simulate(defaultInput)
    await flush()
    expect(client.state().kind).toBe('ready')
    workers[1]?.answer(naiveSample())
    await coming
  })

  test('where Postgres cannot run, that is said once and for all', async () => {
    const { client, load } = setUp()
    load.mockReturnValueOnce(failingParts(new Final('This browser does not run WebAssembly.')))
    await expect(client.simulate(defaultInput)).rejects.toThrow('can still be played')
    await expect(client.simulate(defaultInput)).rejects.toThrow('can still be played')
    expect(load).toHaveBeenCalledTimes(1)
    expect(client.state().kind).toBe('unavailable')
  })
})
