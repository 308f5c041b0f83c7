/** What runs in each worker thread of the pool: a database, a simulator on it, and jobs as they come. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { createRunner } from '#explorer/runner.ts'
import type { Job, Outcome } from '#explorer/job.ts'
import { scenario } from '#scenarios'
import { openDatabase, type DatabaseParts } from '#simulator/database.ts'
import { renewAfterCrash } from '#simulator/renewed.ts'
import { createSimulator, type Simulator } from '#simulator/simulate.ts'

export type FromPoolWorker =
  { readonly kind: 'ready' } | { readonly kind: 'ran'; readonly outcomes: readonly Outcome[] }

/** Says that it is ready, then answers each list of jobs with a list of outcomes. */
async function serve(port: MessagePort, parts: DatabaseParts): Promise<void> {
  const open = async (): Promise<Simulator> => createSimulator(await openDatabase(parts), scenario)
  const run = createRunner(await renewAfterCrash(open))
  const say = (message: FromPoolWorker): void => port.postMessage(message)
  port.on('message', (jobs: readonly Job[]) => {
    void run(jobs).then((outcomes) => say({ kind: 'ran', outcomes }))
  })
  say({ kind: 'ready' })
}

if (parentPort === null) throw new Error('This is the body of a worker thread.')
await serve(parentPort, workerData as DatabaseParts)
