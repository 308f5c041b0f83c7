import { Worker } from 'node:worker_threads'

/** Two, as many as the machines have cores that `npm test` is made for. */
const loops = 2

/**
 * Keeps two cores busy.
 *
 * Threads rather than processes: they end with this one, however it ends.
 *
 * @returns a function that stops them
 */
export function startBusyLoops(): () => Promise<void> {
  const workers = Array.from({ length: loops }, () => new Worker('for (;;);', { eval: true }))
  return async () => {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}
