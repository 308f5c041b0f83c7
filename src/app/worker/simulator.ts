/** The page's simulator: in a worker, with Postgres loaded into this tab. */
import type { Simulator } from '../state/page-state.ts'
import { createSimulatorClient } from './client.ts'
import { loadParts, Unavailable } from './load-parts.ts'
import workerFile from './simulation.worker.ts?worker&url'
import { startWorker } from './start-worker.ts'

export function createSimulatorInWorker(): Simulator {
  return createSimulatorClient({
    load: loadParts,
    startWorker: () => {
      if (typeof Worker !== 'function')
        throw new Unavailable(
          'This browser lets the page start no workers, and without them runs no Postgres.',
        )
      return startWorker(workerFile, 'simulation')
    },
    isFinal: (error) => error instanceof Unavailable,
  })
}
