/** A Postgres of the console's own: whatever a question does to it, the simulator's is another. */
import { openDatabase } from '#simulator/database.ts'
import { askReadOnly } from '#simulator/read-only-query.ts'
import { createTableLoader, type TableLoader } from '#simulator/table-loader.ts'
import { openWireSession, PostgresCrash, type WireDatabase } from '#simulator/wire.ts'
import type { FromSqlWorker, ToSqlWorker } from './protocol.ts'

interface Opened {
  readonly database: WireDatabase
  readonly loader: TableLoader
}

let opened: Opened | null = null

addEventListener('message', ({ data }: MessageEvent<ToSqlWorker>) => {
  void answer(data).then(say)
})

async function answer(message: ToSqlWorker): Promise<FromSqlWorker> {
  try {
    if (message.kind === 'start') {
      const database = await openDatabase(message.parts)
      const wire = openWireSession(database)
      wire.script(`set timezone = 'UTC'`)
      opened = { database, loader: createTableLoader(wire) }
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
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
  }
}

function say(message: FromSqlWorker): void {
  postMessage(message)
}
