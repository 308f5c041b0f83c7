/** The page's simulator: in a worker, with Postgres loaded into this tab. */
import type { Simulator } from '../state/page-state.ts'
import { createSimulatorClient } from './client.ts'
import { Unavailable } from './compile-program.ts'
import { forgetParts, loadParts } from './load-parts.ts'
import workerFile from './simulation.worker.ts?worker&url'
import { startWorker } from './start-worker.ts'

export function createSimulatorInWorker(): Simulator {
  return createSimulatorClient({
    load: loadParts,
    forget: forgetParts,
    startWorker: () => {
      if (typeof Worker !== 'function')
        throw new Unavailable('This browser blocks web workers, which Postgres needs.')
      return startWorker(workerFile, 'simulation')
    },
    isFinal: (error) => error instanceof Unavailable,
  })
}
