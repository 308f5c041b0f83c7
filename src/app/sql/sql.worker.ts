/** A Postgres of the console's own: whatever a question does to it, the simulator's is another. */
import { askReadOnly } from '#simulator/read-only-query.ts'
import { createTableLoader, type TableLoader } from '#simulator/table-loader.ts'
import { openWireSession, PostgresCrash, type WireDatabase } from '#simulator/wire.ts'
import { holdLife } from '../worker/life.ts'
import { inflateFiles, openParts } from '../worker/open-parts.ts'
import { reasonOf } from '../worker/reason.ts'
import type { FromSqlWorker, ToSqlWorker } from './protocol.ts'

interface Opened {
  readonly database: WireDatabase
  readonly loader: TableLoader
}

let inflated: ReturnType<typeof inflateFiles> | null = null
let opened: Opened | null = null

const lifeHeld = holdLife()

addEventListener('message', ({ data }: MessageEvent<ToSqlWorker>) => {
  if (data.kind === 'files') inflated = inflateFiles(data.files)
  else void answer(data).then(say)
})

async function answer(message: Exclude<ToSqlWorker, { kind: 'files' }>): Promise<FromSqlWorker> {
  try {
    if (message.kind === 'start') {
      if (inflated === null) throw new Error('It was started without files.')
      const database = await openParts(inflated, message.program)
      inflated = null
      const wire = openWireSession(database)
      wire.script(`set timezone = 'UTC'`)
      opened = { database, loader: createTableLoader(wire) }
      await lifeHeld
      return { kind: 'ready', columns: opened.loader.columns }
    }
    if (opened === null) throw new Error('It was asked before it was started.')
    const { sql, tables, nowMs } = message.question
    // Anew for each question: that takes a millisecond, and nothing of an earlier one can be left.
    opened.loader.load(tables, nowMs)
    return { kind: 'answered', ...askReadOnly(opened.database, sql) }
  } catch (error) {
    if (error instanceof PostgresCrash) {
      opened = null
      return { kind: 'crashed' }
    }
    return { kind: 'failed', reason: reasonOf(error) }
  }
}

function say(message: FromSqlWorker): void {
  postMessage(message)
}
