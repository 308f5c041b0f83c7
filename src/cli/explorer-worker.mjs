/** A worker thread of the explorer: loads the project as the command line does, and serves jobs until it is stopped. */
import { parentPort, workerData } from 'node:worker_threads'
import { load } from './load.mjs'

const { module } = await load('src/cli/pool-worker.ts')
await module.serve(parentPort, workerData)
