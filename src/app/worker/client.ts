/**
 * The page's side of the simulation worker.
 *
 * Owns the worker, the question that it is at, and those that wait.
 *
 * C1 Nothing is loaded before the first question or the first sign of one; what has been loaded is kept. The worker
 *    reads its code while Postgres is still loading.
 * C2 One question at a time. A question that is not answered in time costs the worker its life: the next one gets a
 *    new worker, and the page never waits for ever.
 * C3 An answer to a question that was given up is dropped.
 */
import type { Input, Run } from '#simulator'
import type { Simulator, SimulatorState } from '../state/page-state.ts'
import type { OnProgress } from './load-parts.ts'
import { sendParts, type LoadedParts } from './parts.ts'
import { parseFromWorker, type FromWorker, type ToWorker } from './protocol.ts'

/** What the client needs of a `Worker`. */
export interface WorkerLike {
  postMessage(message: ToWorker): void
  terminate(): void
  onmessage: ((event: MessageEvent<unknown>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
}

export interface ClientOptions {
  /** Gives the same parts each time, until one of them fails or they are forgotten. */
  readonly load: (onProgress: OnProgress) => LoadedParts
  /** Postgres did not start from what was loaded: the next attempt loads it from the server again. */
  readonly forget: () => void
  readonly startWorker: () => WorkerLike
  /** Whether an error means that trying again is of no use. */
  readonly isFinal: (error: unknown) => boolean
  /** A run that takes longer does not end. */
  readonly runMs?: number
  readonly startMs?: number
}

interface Waiting {
  /** Null: waits for the worker to be ready. */
  readonly question: number | null
  timer: ReturnType<typeof setTimeout> | undefined
  readonly resolve: (message: FromWorker) => void
  readonly reject: (error: Error) => void
}

export function createSimulatorClient(options: ClientOptions): Simulator {
  const { load, forget, startWorker, isFinal, runMs = 15_000, startMs = 45_000 } = options
  const listeners = new Set<() => void>()
  let state: SimulatorState = { kind: 'asleep' }
  let worker: WorkerLike | null = null
  let waiting: Waiting | null = null
  let questions = 0
  /** Once: a failure is said when a question needs Postgres, and the question tries again. */
  let hasPrepared = false
  let last: Promise<unknown> = Promise.resolve()

  const become = (next: SimulatorState) => {
    state = next
    for (const listener of listeners) listener()
  }

  const hear = (message: FromWorker) => {
    const wanted = waiting
    if (wanted === null) return
    const question = message.kind === 'ready' ? null : message.question
    if (question !== wanted.question) return // C3
    settle()
    if (message.kind !== 'failed') return wanted.resolve(message)
    if (question === null) forget()
    wanted.reject(new Error(question === null ? message.reason : `The run failed: ${message.reason}`))
  }

  const settle = () => {
    clearTimeout(waiting?.timer)
    waiting = null
  }

  /** C2. */
  const giveUp = (sentence: string) => {
    const lost = waiting
    settle()
    worker?.terminate()
    worker = null
    become({ kind: 'asleep' })
    lost?.reject(new Error(sentence))
  }

  /** A worker that fails is one that this client no longer has, or gives up now. */
  const follow = (started: WorkerLike) => {
    started.onmessage = ({ data }) => {
      if (started === worker) hear(parseFromWorker(data))
    }
    started.onerror = (event) => {
      event.preventDefault?.()
      if (started !== worker) return
      const why = event.message || 'its file could not be loaded or run'
      giveUp(`The simulator has stopped: ${why}. Try again to start a new one.`)
    }
  }

  /** @param question null for the worker to be ready */
  const expectAnswer = (question: number | null) =>
    new Promise<FromWorker>((resolve, reject) => {
      waiting = { question, resolve, reject, timer: undefined }
    })

  const limit = (withinMs: number, sentence: string) => {
    if (waiting !== null) waiting.timer = setTimeout(() => giveUp(sentence), withinMs)
  }

  const wake = async (): Promise<WorkerLike> => {
    if (worker !== null) return worker
    const started = startWorker()
    worker = started
    follow(started)
    const ready = expectAnswer(null)
    try {
      // How long the download takes is the network's; a worker that fails meanwhile ends it.
      const parts = load((loadedBytes, totalBytes) => {
        if (started === worker) become({ kind: 'loading', loadedBytes, totalBytes })
      })
      await Promise.race([ready, sendParts((message) => started.postMessage(message), parts)])
      become({ kind: 'starting' })
      limit(startMs, 'Postgres did not start in this tab. Try again.')
      await ready
    } catch (error) {
      settle()
      started.terminate()
      if (started === worker) worker = null
      throw error
    }
    become({ kind: 'ready' })
    return started
  }

  const ask = async (input: Input): Promise<Run> => {
    const awake = await wake()
    questions += 1
    const seconds = Math.round(runMs / 1_000)
    const answer = expectAnswer(questions)
    limit(runMs, `There was no answer within ${seconds} seconds, so this run was stopped.`)
    awake.postMessage({ kind: 'simulate', question: questions, input })
    const message = await answer
    if (message.kind !== 'ran') throw new Error('The simulator gave no run.')
    return message.run
  }

  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    if (state.kind === 'unavailable') throw new Error(state.reason)
    try {
      return await work()
    } catch (error) {
      if (isFinal(error)) {
        const reason = `${error instanceof Error ? error.message : String(error)} The runs that are part of the page can still be played.`
        become({ kind: 'unavailable', reason })
        throw new Error(reason, { cause: error })
      }
      if (state.kind === 'loading' || state.kind === 'starting') become({ kind: 'asleep' })
      throw error
    }
  }

  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    simulate: (input) => {
      const run = last.then(() => attempt(() => ask(input)))
      last = run.catch(() => undefined)
      return run
    },
    prepare: () => {
      if (hasPrepared) return
      hasPrepared = true
      last = last.then(() => attempt(wake)).catch(() => undefined)
    },
  }
}
