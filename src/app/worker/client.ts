/**
 * The page's side of the simulation worker.
 *
 * Owns the worker, the question that it is at, and those that wait.
 *
 * C1 Nothing is loaded before the first question; what has been loaded is kept.
 * C2 One question at a time. A question that is not answered in time costs the worker its life: the next one gets a
 *    new worker, and the page never waits for ever.
 * C3 An answer to a question that was given up is dropped.
 */
import type { Input, Run } from '#simulator'
import type { DatabaseParts } from '#simulator/database.ts'
import type { Simulator, SimulatorState } from '../state/page-state.ts'
import { parseFromWorker, type FromWorker, type ToWorker } from './protocol.ts'

/** What the client needs of a `Worker`. */
export interface WorkerLike {
  postMessage(message: ToWorker): void
  terminate(): void
  onmessage: ((event: MessageEvent<unknown>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
}

export interface ClientOptions {
  readonly load: (onProgress: (loadedBytes: number, totalBytes: number) => void) => Promise<DatabaseParts>
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
  readonly timer: ReturnType<typeof setTimeout>
  readonly resolve: (message: FromWorker) => void
  readonly reject: (error: Error) => void
}

export function createSimulatorClient(options: ClientOptions): Simulator {
  const { load, startWorker, isFinal, runMs = 15_000, startMs = 45_000 } = options
  const listeners = new Set<() => void>()
  let state: SimulatorState = { kind: 'asleep' }
  let parts: Promise<DatabaseParts> | null = null
  let worker: WorkerLike | null = null
  let waiting: Waiting | null = null
  let questions = 0
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
    if (message.kind === 'failed') wanted.reject(new Error(`The run failed: ${message.reason}`))
    else wanted.resolve(message)
  }

  const settle = () => {
    if (waiting !== null) clearTimeout(waiting.timer)
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

  const exchange = (to: WorkerLike, message: ToWorker, withinMs: number, sentence: string) =>
    new Promise<FromWorker>((resolve, reject) => {
      const question = message.kind === 'start' ? null : message.question
      waiting = { question, resolve, reject, timer: setTimeout(() => giveUp(sentence), withinMs) }
      to.postMessage(message)
    })

  const loadOnce = () => {
    // C1; a failed attempt is not kept.
    parts ??= load((loadedBytes, totalBytes) => become({ kind: 'loading', loadedBytes, totalBytes })).catch(
      (error: unknown) => {
        parts = null
        throw error
      },
    )
    return parts
  }

  const wake = async (): Promise<WorkerLike> => {
    if (worker !== null) return worker
    const loaded = await loadOnce()
    become({ kind: 'starting' })
    const started = startWorker()
    started.onmessage = ({ data }) => hear(parseFromWorker(data))
    started.onerror = (event) => {
      event.preventDefault?.()
      giveUp(
        `The simulator has crashed: ${event.message || 'its file could not be run'}. It starts anew with the next question.`,
      )
    }
    worker = started
    await exchange(started, { kind: 'start', parts: loaded }, startMs, 'Postgres did not start in this tab.')
    become({ kind: 'ready' })
    return started
  }

  const ask = async (input: Input): Promise<Run> => {
    if (state.kind === 'unavailable') throw new Error(state.reason)
    try {
      const awake = await wake()
      questions += 1
      const seconds = Math.round(runMs / 1_000)
      const message = await exchange(
        awake,
        { kind: 'simulate', question: questions, input },
        runMs,
        `This run did not come to an end within ${seconds} seconds, so it was stopped.`,
      )
      if (message.kind !== 'ran') throw new Error('The simulator gave no run.')
      return message.run
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
      const run = last.then(() => ask(input))
      last = run.catch(() => undefined)
      return run
    },
  }
}
