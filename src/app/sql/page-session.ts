/** The one session of this page, with Postgres in a worker. */
import { forgetParts, loadParts } from '../worker/load-parts.ts'
import { startWorker } from '../worker/start-worker.ts'
import { createSqlClient } from './client.ts'
import { createSqlSession } from './session.ts'
import workerFile from './sql.worker.ts?worker&url'

export const pageSession = createSqlSession(
  createSqlClient({
    load: loadParts,
    forget: forgetParts,
    startWorker: () => startWorker(workerFile, 'sql'),
  }),
)
