/** Worker threads, each with a simulator and a database of its own. */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Runner } from '#explorer/job.ts'
import type { DatabaseParts } from '#simulator/database.ts'
import { databaseSnapshot, entryUrl } from './load.mjs'
import type { FromPoolWorker } from './pool-worker.ts'

export interface Pool {
  /** One for each worker; a runner takes one list of jobs at a time. */
  readonly runners: readonly Runner[]
  close(): Promise<void>
}

/** The database's program is compiled once and handed to every worker, with the database that the bundle keeps. */
export async function openPool(workers: number): Promise<Pool> {
  const [code, snapshot, wasmModule] = await Promise.all([
    entryUrl('src/cli/pool-worker.ts'),
    databaseSnapshot(),
    compile(),
  ])
  const threads = Array.from({ length: workers }, () => startThread(code, { snapshot, wasmModule }))
  const close = async (): Promise<void> => {
    await Promise.all(threads.map(({ worker }) => worker.terminate()))
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

interface Thread {
  readonly worker: Worker
  /** Rejected when it fails or ends; whoever asks it afterwards is told so too. */
  readonly ended: Promise<never>
}

function startThread(code: URL, parts: DatabaseParts): Thread {
  const worker = new Worker(code, { workerData: parts, resourceLimits })
  const ended = new Promise<never>((_, reject) => {
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('A worker ended.')))
  })
  ended.catch(() => undefined)
  return { worker, ended }
}

function runnerOn(thread: Thread): Runner {
  return async (jobs) => {
    thread.worker.postMessage(jobs)
    const message = await hear(thread)
    if (message.kind !== 'ran') throw new Error('A worker said that it is ready while it was at work.')
    return message.outcomes
  }
}

/** @throws where the worker fails or ends instead of saying something. */
async function hear({ worker, ended }: Thread): Promise<FromPoolWorker> {
  const heard = new AbortController()
  try {
    const [message] = (await Promise.race([once(worker, 'message', heard), ended])) as [FromPoolWorker]
    return message
  } finally {
    heard.abort()
  }
}
