/** Workers that explore, each with a Postgres of its own: of the same file as the one that makes the page's runs. */
import type { Runner } from '#explorer/job.ts'
import { loadParts } from './load-parts.ts'
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
export async function openExplorers(
  workers: number,
  onProgress: (loadedBytes: number, totalBytes: number) => void,
): Promise<Explorers> {
  const parts = await loadParts(onProgress)
  const all = Array.from({ length: workers }, (_, at) =>
    talkTo(startWorker(workerFile, `explorer ${at + 1}`)),
  )
  const close = () => all.forEach((worker) => worker.end())
  try {
    // Where memory is short the first may start and the second not: then the first does it alone.
    const started = await Promise.allSettled(all.map(({ exchange }) => exchange({ kind: 'start', parts })))
    const running = all.filter((_, at) => started[at]?.status === 'fulfilled')
    const [failure] = started.filter((one) => one.status === 'rejected')
    if (running.length === 0) throw failure?.reason
    return { runners: running.map(runnerOn), close }
  } catch (error) {
    close()
    throw error
  }
}

interface Talk {
  /** @throws {Error} where the worker fails. */
  exchange(message: ToWorker): Promise<FromWorker>
  end(): void
}

function talkTo(worker: Worker): Talk {
  let waiting: { resolve: (message: FromWorker) => void; reject: (error: Error) => void } | null = null
  const fail = (sentence: string) => {
    waiting?.reject(new Error(sentence))
    waiting = null
  }
  worker.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = parseFromWorker(data)
    if (message.kind === 'failed') return fail(message.reason)
    waiting?.resolve(message)
    waiting = null
  }
  worker.onerror = (event) => {
    event.preventDefault()
    fail(`A worker has crashed: ${event.message || 'its file could not be run'}.`)
  }
  return {
    exchange: (message) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        worker.postMessage(message)
      }),
    end() {
      worker.terminate()
      fail('The worker was ended.')
    },
  }
}

function runnerOn({ exchange }: Talk): Runner {
  return async (jobs) => {
    const message = await exchange({ kind: 'explore', question: 0, jobs })
    if (message.kind !== 'explored') throw new Error('A worker did not say what it found.')
    return message.outcomes
  }
}
