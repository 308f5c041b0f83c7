/** Worker threads, each with a simulator and a database of its own. */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Runner } from '#explorer/job.ts'
import { scenario } from '#scenarios'
import { createSnapshot, type DatabaseParts } from '#simulator/database.ts'
import { createSimulator } from '#simulator/simulate.ts'
import { repository } from './install.mjs'
import type { FromPoolWorker } from './pool-worker.ts'

export interface Pool {
  /** One for each worker; a runner takes one list of jobs at a time. */
  readonly runners: readonly Runner[]
  close(): Promise<void>
}

/** The database is made and its program compiled once, and both are handed to every worker. */
export async function openPool(workers: number): Promise<Pool> {
  const [snapshot, wasmModule] = await Promise.all([
    createSnapshot((database) => void createSimulator(database, scenario)),
    compile(),
  ])
  const parts: DatabaseParts = { snapshot, wasmModule }
  const threads = Array.from({ length: workers }, () => startWorker(parts))
  const close = async (): Promise<void> => {
    await Promise.all(threads.map((thread) => thread.terminate()))
  }
  try {
    await Promise.all(threads.map((thread) => hear(thread)))
    return { runners: threads.map(runnerOn), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function compile(): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  return WebAssembly.compile(await readFile(join(path, '../pglite.wasm')))
}

/**
 * What a run leaves is garbage, of which V8 collects the more at a time the more memory the machine has: without a limit
 * the memory of a long sweep grows by hundreds of megabytes. What is in use at any time is 50 MB.
 */
const resourceLimits = { maxOldGenerationSizeMb: 256 }

function startWorker(parts: DatabaseParts): Worker {
  return new Worker(join(repository, 'src/cli/explorer-worker.mjs'), { workerData: parts, resourceLimits })
}

function runnerOn(thread: Worker): Runner {
  return async (jobs) => {
    thread.postMessage(jobs)
    const message = await hear(thread)
    if (message.kind !== 'ran') throw new Error('A worker said that it is ready while it was at work.')
    return message.outcomes
  }
}

/** @throws where the worker fails or ends instead of saying something. */
async function hear(thread: Worker): Promise<FromPoolWorker> {
  const ends = new AbortController()
  try {
    const [message] = (await Promise.race([
      once(thread, 'message', ends),
      once(thread, 'exit', ends).then(() => {
        throw new Error('A worker ended.')
      }),
    ])) as [FromPoolWorker]
    return message
  } finally {
    ends.abort()
  }
}
