/** Workers that explore, each with a Postgres of its own: of the same file as the one that makes the page's runs. */
import type { Runner } from '#explorer/job.ts'
import { forgetParts, loadParts, type OnProgress } from './load-parts.ts'
import { sendParts, type LoadedParts } from './parts.ts'
import type { WorkerLike } from './client.ts'
import { parseFromWorker, type FromWorker, type ToWorker } from './protocol.ts'
import workerFile from './simulation.worker.ts?worker&url'
import { startWorker } from './start-worker.ts'

export interface Explorers {
  /** One for each worker; a runner takes one list of jobs at a time. */
  readonly runners: readonly Runner[]
  /** Ends them; what they were at is lost. */
  close(): void
}

/** More would take more memory than a tab should: each has a database of some hundred megabytes. */
const mostWorkers = 4

/** As many as there are cores, at most four; half of them on a phone, whose memory is small. */
export function usualWorkers(cores: number, isPhone: boolean): number {
  const most = isPhone ? mostWorkers / 2 : mostWorkers
  return Math.max(1, Math.min(most, cores))
}

/**
 * Starts them, and what Postgres needs is loaded if it has not been.
 *
 * @param onProgress bytes that have come, of how many in all
 * @throws {Error} with a sentence for the reader
 */
export async function openExplorers(workers: number, onProgress: OnProgress): Promise<Explorers> {
  const parts = loadParts(onProgress)
  const all = Array.from({ length: workers }, (_, at) =>
    talkTo(startWorker(workerFile, `explorer ${at + 1}`)),
  )
  const close = () => all.forEach((worker) => worker.end())
  try {
    // Where memory is short the first may start and the second not: then the first does it alone.
    const started = await Promise.allSettled(all.map(({ start }) => start(parts)))
    const running = all.filter((_, at) => started[at]?.status === 'fulfilled')
    const [failure] = started.filter((one) => one.status === 'rejected')
    if (running.length === 0) {
      forgetParts()
      throw failure?.reason
    }
    return { runners: running.map(runnerOn), close }
  } catch (error) {
    close()
    throw error
  }
}

interface Talk {
  /** Rejects if Postgres does not start. */
  start(parts: LoadedParts): Promise<void>
  /** Rejects if the worker fails, has ended, or does not answer in time. */
  exchange(message: ToWorker): Promise<FromWorker>
  end(): void
}

/** Starting takes a second and a batch of jobs a tenth; a worker that needs so much longer does not answer at all. */
const answerMs = 120_000

export function talkTo(worker: WorkerLike): Talk {
  let waiting: { resolve: (message: FromWorker) => void; reject: (error: Error) => void } | null = null
  let ended: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const fail = (sentence: string) => {
    clearTimeout(timer)
    waiting?.reject(new Error(sentence))
    waiting = null
  }
  const end = (sentence: string) => {
    ended ??= sentence
    worker.terminate()
    fail(sentence)
  }
  worker.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = parseFromWorker(data)
    if (message.kind === 'failed') return fail(message.reason)
    clearTimeout(timer)
    waiting?.resolve(message)
    waiting = null
  }
  worker.onerror = (event) => {
    event.preventDefault?.()
    end(`A worker has stopped: ${event.message || 'its file could not be loaded or run'}.`)
  }
  const expectAnswer = () =>
    new Promise<FromWorker>((resolve, reject) => {
      if (ended !== null) return reject(new Error(ended))
      waiting = { resolve, reject }
    })
  const limit = () => {
    if (waiting === null) return
    timer = setTimeout(() => end(`A worker did not answer within ${answerMs / 60_000} minutes.`), answerMs)
  }
  return {
    async start(parts) {
      const ready = expectAnswer()
      // How long the download takes is the network's; a worker that ends meanwhile ends the wait.
      await Promise.race([ready, sendParts((message) => worker.postMessage(message), parts)])
      limit()
      await ready
    },
    exchange(message) {
      const answer = expectAnswer()
      limit()
      if (ended === null) worker.postMessage(message)
      return answer
    },
    end: () => end('The worker was ended.'),
  }
}

function runnerOn({ exchange }: Talk): Runner {
  return async (jobs) => {
    const message = await exchange({ kind: 'explore', question: 0, jobs })
    if (message.kind !== 'explored') throw new Error('A worker did not say what it found.')
    return message.outcomes
  }
}
